/*
 * open_files.c
 *		The file descriptors of this process; see open_files.h.
 */
#include "postgres.h"

#include <dirent.h>
#include <unistd.h>

#include "base/violation.h"
#include "catalog/catalog.h"
#include "common/hashfn.h"
#include "common/relpath.h"
#include "miscadmin.h"
#include "probe/open_files.h"

static bool
is_of_database(const char *target)
{
	return strncmp(target, DataDir, strlen(DataDir)) == 0 ||
		strstr(target, TABLESPACE_VERSION_DIRECTORY) != NULL;
}

/* Takes in one entry of the directory, unless it is the directory's own. */
static void
add_file(OwnArray *files, const char *entry, int own)
{
	char		link[64];
	char		target[MAXPGPATH];
	ssize_t		length;
	OpenFile   *file;

	snprintf(link, sizeof(link), "/proc/self/fd/%s", entry);
	length = readlink(link, target, sizeof(target) - 1);
	if (length <= 0 || atoi(entry) == own)
		return;
	target[length] = '\0';
	if (is_of_database(target) || (file = own_array_append(files)) == NULL)
		return;
	file->fd = atoi(entry);
	file->hash = hash_bytes_extended((unsigned char *) target, length, 0);
	/* socket:[12345] */
	if (target[0] != '/' && strchr(target, ':'))
		*strchr(target, ':') = '\0';
	string_copy(file->target, sizeof(file->target), target);
}

/* Replaces the list by what is open now, but for what is left out. */
void
open_files_list(OwnArray *files, bool (*is_left_out) (int fd))
{
	DIR		   *directory = opendir("/proc/self/fd");
	struct dirent *entry;

	files->count = 0;
	if (directory == NULL)
		return;
	while ((entry = readdir(directory)) != NULL)
		if (entry->d_name[0] != '.' && !is_left_out(atoi(entry->d_name)))
			add_file(files, entry->d_name, dirfd(directory));
	closedir(directory);
}

/* Tells one open file from all others. */
uint64
open_file_hash(const OpenFile *file)
{
	return own_hash(file->hash) ^ file->fd;
}
