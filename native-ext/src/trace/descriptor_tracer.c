/*
 * descriptor_tracer.c
 *		Who opened which file descriptor; see descriptor_tracer.h.
 */
#include "postgres.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "access/xact.h"
#include "base/loss.h"
#include "base/own_memory.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "storage/fd.h"
#include "trace/descriptor_tracer.h"
#include "trace/event.h"

/* Tells these events from others of a resource_leak by the same function. */
#define OBJECT_OF_DESCRIPTORS 16

typedef struct Descriptor
{
	int			fd;
	dev_t		device;			/* and number of its file: another one may have the fd since */
	ino_t		inode;
	uint32		site;			/* of whoever opened it */
	bool		reported;
} Descriptor;

static OwnArray descriptors = {.width = sizeof(Descriptor)};

static Descriptor *
descriptor_at(Size index)
{
	return own_array_at(&descriptors, index);
}

/* Its place in the list; the list's length if it is not known. */
static Size
place_of(int fd)
{
	Size		i = 0;

	while (i < descriptors.count && descriptor_at(i)->fd != fd)
		i++;
	return i;
}

/* Was it opened by an extension, as far as is known. */
bool
descriptor_is_known(int fd)
{
	return place_of(fd) < descriptors.count;
}

/* A leak, or, with a negative sign, one that was taken back. */
static void
report(const Descriptor *descriptor, int sign)
{
	Event		event = {.check_type = CHECK_RESOURCE_LEAK, .rule = OWNER_BY_NEAREST};
	char		link[64];
	char		target[MAXPGPATH];
	ssize_t		length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", descriptor->fd);
	length = sign > 0 ? readlink(link, target, sizeof(target) - 1) : 0;
	target[Max(length, 0)] = '\0';
	/* socket:[12345] */
	if (target[0] != '/' && strchr(target, ':'))
		*strchr(target, ':') = '\0';
	event.site = descriptor->site;
	event.object = OBJECT_OF_DESCRIPTORS;
	event.count = sign;
	snprintf(event.detail, sizeof(event.detail), "\"%.200s\" stayed open",
			 target[0] ? target : "a file");
	event_add(&event);
}

static void
remove_at(Size place)
{
	if (descriptor_at(place)->reported)
		report(descriptor_at(place), -1);
	*descriptor_at(place) = *descriptor_at(descriptors.count - 1);
	descriptors.count--;
}

static void
note(int fd)
{
	struct stat status;
	Descriptor *descriptor;

	/* closed where we could not see it */
	if (descriptor_is_known(fd))
		remove_at(place_of(fd));
	if (fstat(fd, &status) != 0)
		return;
	descriptor = own_array_append(&descriptors);
	if (descriptor)
		*descriptor = (Descriptor) {fd, status.st_dev, status.st_ino, site_here(), false};
	else
		loss_note(LOSS_NO_MEMORY);
}

/* An extension has just got it, or -1. */
static int
opened(int fd)
{
	int			saved_errno = errno;

	if (fd >= 0 && recording_goes_on() && recording_enter_main())
	{
		note(fd);
		recording_leave();
	}
	errno = saved_errno;
	return fd;
}

/* The server has opened it for an extension, and does not close it by itself; or -1. */
void
descriptor_opened(int fd)
{
	opened(fd);
}

/* The same of two. */
static int
opened_pair(int result, const int *fds)
{
	if (result == 0)
	{
		opened(fds[0]);
		opened(fds[1]);
	}
	return result;
}

static int
traced_close(int fd)
{
	if (descriptors.count > 0 && recording_is_main && recording_enter())
	{
		if (descriptor_is_known(fd))
			remove_at(place_of(fd));
		recording_leave();
	}
	return close(fd);
}

/* The mode is given only where a file may be made. */
#define MODE_AFTER(last) \
	({ \
		mode_t		mode = 0; \
		va_list		more; \
		va_start(more, last); \
		if (((last) & O_CREAT) || ((last) & O_TMPFILE) == O_TMPFILE) \
			mode = va_arg(more, mode_t); \
		va_end(more); \
		mode; \
	})

static int
traced_open(const char *path, int flags,...)
{
	return opened(open(path, flags, MODE_AFTER(flags)));
}

static int
traced_openat(int directory, const char *path, int flags,...)
{
	return opened(openat(directory, path, flags, MODE_AFTER(flags)));
}

/* What hardened builds call without a mode. */
static int
traced_open_2(const char *path, int flags)
{
	return opened(open(path, flags, 0));
}

static int
traced_openat_2(int directory, const char *path, int flags)
{
	return opened(openat(directory, path, flags, 0));
}

static int
traced_creat(const char *path, mode_t mode)
{
	return opened(creat(path, mode));
}

static int
traced_mkstemp(char *path)
{
	return opened(mkstemp(path));
}

static int
traced_mkostemp(char *path, int flags)
{
	return opened(mkostemp(path, flags));
}

static int
traced_shm_open(const char *name, int flags, mode_t mode)
{
	return opened(shm_open(name, flags, mode));
}

static int
traced_memfd_create(const char *name, unsigned int flags)
{
	return opened(memfd_create(name, flags));
}

static int
traced_dup(int fd)
{
	return opened(dup(fd));
}

static int
traced_dup2(int fd, int wanted)
{
	return opened(dup2(fd, wanted));
}

static int
traced_dup3(int fd, int wanted, int flags)
{
	return opened(dup3(fd, wanted, flags));
}

/* What comes third is an int or a pointer, or nothing: it is handed on as it is. */
static int
traced_fcntl(int fd, int command,...)
{
	va_list		more;
	void	   *argument;
	int			result;

	va_start(more, command);
	argument = va_arg(more, void *);
	va_end(more);
	result = fcntl(fd, command, argument);
	return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? opened(result) : result;
}

static int
traced_pipe(int *fds)
{
	return opened_pair(pipe(fds), fds);
}

static int
traced_pipe2(int *fds, int flags)
{
	return opened_pair(pipe2(fds, flags), fds);
}

static int
traced_socket(int domain, int type, int protocol)
{
	return opened(socket(domain, type, protocol));
}

static int
traced_socketpair(int domain, int type, int protocol, int *fds)
{
	return opened_pair(socketpair(domain, type, protocol, fds), fds);
}

static int
traced_accept(int fd, struct sockaddr *address, socklen_t *length)
{
	return opened(accept(fd, address, length));
}

static int
traced_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
	return opened(accept4(fd, address, length, flags));
}

static int
traced_epoll_create(int size)
{
	return opened(epoll_create(size));
}

static int
traced_epoll_create1(int flags)
{
	return opened(epoll_create1(flags));
}

static int
traced_eventfd(unsigned int count, int flags)
{
	return opened(eventfd(count, flags));
}

static int
traced_timerfd_create(int clock, int flags)
{
	return opened(timerfd_create(clock, flags));
}

static int
traced_inotify_init1(int flags)
{
	return opened(inotify_init1(flags));
}

static int
traced_BasicOpenFile(const char *path, int flags)
{
	return opened(BasicOpenFile(path, flags));
}

static int
traced_BasicOpenFilePerm(const char *path, int flags, mode_t mode)
{
	return opened(BasicOpenFilePerm(path, flags, mode));
}

/* A file of the server's, which has a descriptor right after it was opened. */
static File
opened_file(File file)
{
	opened(file > 0 ? FileGetRawDesc(file) : -1);
	return file;
}

static File
traced_PathNameOpenFile(const char *path, int flags)
{
	return opened_file(PathNameOpenFile(path, flags));
}

static File
traced_PathNameOpenFilePerm(const char *path, int flags, mode_t mode)
{
	return opened_file(PathNameOpenFilePerm(path, flags, mode));
}

#define FOLLOWED(name) {#name, (AnyFunction) traced_##name, NULL}

/* What extensions import to open files, and everybody to close them. */
static const Import *
descriptor_imports(int *count)
{
	static const Import imports[] = {
		FOLLOWED(open), {"open64", (AnyFunction) traced_open, NULL},
		{"__open_2", (AnyFunction) traced_open_2, NULL},
		{"__open64_2", (AnyFunction) traced_open_2, NULL},
		FOLLOWED(openat), {"openat64", (AnyFunction) traced_openat, NULL},
		{"__openat_2", (AnyFunction) traced_openat_2, NULL},
		{"__openat64_2", (AnyFunction) traced_openat_2, NULL},
		FOLLOWED(creat), {"creat64", (AnyFunction) traced_creat, NULL},
		FOLLOWED(mkstemp), {"mkstemp64", (AnyFunction) traced_mkstemp, NULL},
		FOLLOWED(mkostemp), {"mkostemp64", (AnyFunction) traced_mkostemp, NULL},
		FOLLOWED(shm_open), FOLLOWED(memfd_create),
		FOLLOWED(dup), FOLLOWED(dup2), FOLLOWED(dup3),
		FOLLOWED(fcntl), {"fcntl64", (AnyFunction) traced_fcntl, NULL},
		FOLLOWED(pipe), FOLLOWED(pipe2),
		FOLLOWED(socket), FOLLOWED(socketpair), FOLLOWED(accept), FOLLOWED(accept4),
		FOLLOWED(epoll_create), FOLLOWED(epoll_create1), FOLLOWED(eventfd),
		FOLLOWED(timerfd_create), FOLLOWED(inotify_init1),
		FOLLOWED(BasicOpenFile), FOLLOWED(BasicOpenFilePerm),
		FOLLOWED(PathNameOpenFile), FOLLOWED(PathNameOpenFilePerm),
		{"close", (AnyFunction) traced_close, (AnyFunction) traced_close},
	};

	*count = lengthof(imports);
	return imports;
}

const Layer descriptor_layer = {.imports = descriptor_imports};

static bool
is_still_open(const Descriptor *descriptor)
{
	struct stat status;

	return fstat(descriptor->fd, &status) == 0 && status.st_dev == descriptor->device &&
		status.st_ino == descriptor->inode;
}

/* When a statement is over. */
void
descriptors_check(void)
{
	Size		i = 0;

	if (IsTransactionBlock())
		return;
	while (i < descriptors.count)
	{
		Descriptor *descriptor = descriptor_at(i);

		if (!is_still_open(descriptor))
		{
			remove_at(i);
			continue;
		}
		if (!descriptor->reported)
			report(descriptor, 1);
		descriptor->reported = true;
		i++;
	}
}
