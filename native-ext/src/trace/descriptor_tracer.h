/*
 * descriptor_tracer.h
 *		File descriptors that extensions open and do not close, with their call stack.
 *
 * While the session is watched the calls of open(), socket(), dup() and their relatives that
 * extensions, and libraries that they need, make come through here (imports.h), and those of
 * close() that anybody makes. The original is called first or last. descriptors_check() is called
 * when a statement is over, under the watch: what was opened in a statement and is still open when
 * its transaction is over is growth of a resource_leak, which is confirmed by repetition. What is
 * closed later counts against it, also in a later watch, or between two: what was seen to stay is
 * not forgotten when a watch ends.
 *
 * Only the backend's thread is followed. Some closings are not seen, as of a thread, and the number
 * may be given to another file since: so a descriptor is known by its file, too, and is looked at
 * before it counts. What the server opens for an extension beyond the end of the transaction, by
 * PathNameOpenFile() or OpenTemporaryFile(true), is such a file, too, until the server closes it.
 * Not noted is what the server closes itself (resource_tracer.h), and what fopen() and opendir()
 * open: who forgets these has lost memory of the C library's as well, and malloc_tracer.h sees
 * that.
 *
 * In our own memory, no locks, no errors; errno is kept.
 */
#ifndef MEMCHECK_DESCRIPTOR_TRACER_H
#define MEMCHECK_DESCRIPTOR_TRACER_H

#include "trace/layer.h"

extern const Layer descriptor_layer;
extern bool descriptor_is_known(int fd);
extern void descriptor_opened(int fd);
extern void descriptors_check(void);

#endif							/* MEMCHECK_DESCRIPTOR_TRACER_H */
