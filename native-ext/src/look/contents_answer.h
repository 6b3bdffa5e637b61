/*
 * contents_answer.h
 *		What is in the contexts of a process, handed to whoever asks.
 *
 * contents(pid) asks the process by the desk (exchange.h), as observe() does. It answers at its
 * next CHECK_FOR_INTERRUPTS(), where no function of a context is running: it goes through the
 * blocks of its contexts (contents.h) for a tenth of a second at most, and writes counts and names
 * of types to the asker's file, nothing of what the chunks say. Nothing is allocated in a context,
 * no lock is held, no error is raised. Chunks are told by their bytes alone, those that a window
 * follows, too.
 */
#ifndef MEMCHECK_CONTENTS_ANSWER_H
#define MEMCHECK_CONTENTS_ANSWER_H

#include "look/snapshot.h"

#define CONTENTS_NAME_BYTES 64

/* How contents are handed over: this, and then each row. */
typedef struct ContentsHeader
{
	SnapshotFacts facts;
	int64		rows;
	bool		complete;
} ContentsHeader;

typedef struct ContentsGiven
{
	char		context[CONTENTS_NAME_BYTES];
	uint64		node_key;
	char		kind[CONTENTS_NAME_BYTES];
	char		type[CONTENTS_NAME_BYTES];
	int64		size_class;
	int64		count;
	int64		bytes;
} ContentsGiven;

/* Returns errno, or 0. */
extern int	contents_answer(int fd);

#endif							/* MEMCHECK_CONTENTS_ANSWER_H */
