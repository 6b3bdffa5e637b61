#!/bin/sh
# Holds what symbolize makes of the names of Rust's functions: a table of names, and whose they are in the library my_ext.so. Prints
# what is not as it should be; exit code 1 if anything is. Needs a C compiler; without it this is skipped.
set -eu
cd "$(dirname "$0")"

table() {
    cat <<'TABLE'
my_ext::cache::insert|my_ext::cache::insert|author
my_ext::cache::insert::{{closure}}::{{closure}}|my_ext::cache::insert::{closure}|author
my_ext::cache::insert::{closure#0}|my_ext::cache::insert::{closure}|author
<my_ext::Map<K> as core::ops::drop::Drop>::drop|my_ext::Map::drop|author
<str as my_ext::Words>::words|my_ext::Words::words|author
<alloc::vec::Vec<T> as my_ext::Words>::words|alloc::vec::Vec::words|author
core::ptr::drop_in_place<my_ext::Map>|core::ptr::drop_in_place|language
<alloc::raw_vec::RawVecInner>::finish_grow|alloc::raw_vec::RawVecInner::finish_grow|language
alloc::raw_vec::RawVec<T,A>::grow_one|alloc::raw_vec::RawVec::grow_one|language
alloc::slice::<impl [T]>::to_vec|alloc::slice::to_vec|language
alloc::slice::<impl alloc::borrow::ToOwned for [T]>::to_owned|alloc::borrow::ToOwned::to_owned|language
std::backtrace_rs::symbolize::gimli::Context::new|std::backtrace_rs::symbolize::gimli::Context::new|private
<&mut other::Reader<R> as core::iter::Iterator>::next|other::Reader::next|crate
other::value::<impl third::Load for other::value::Value>::load|other::value::Value::load|crate
<other::value::<impl third::Load for other::Value>::load::Visitor as third::Visitor>::visit|other::Value::load::Visitor::visit|crate
other::call::<fn(i32) -> i64, u8>::then|other::call::then|crate
my_ext::f::<impl Fn(i32) -> i64>|my_ext::f|author
<|<|language
a::<|a|crate
{|{}|language
TABLE
}

cc=${CC:-cc}
command -v "$cc" >/dev/null 2>&1 || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/names.c" <<'PROGRAM'
#include <stdio.h>
#include <string.h>
#include "rust_name.h"

int
main(void)
{
	static const char *const origins[] = {"not", "language", "private", "crate", "author"};
	char		line[1024];

	while (fgets(line, sizeof(line), stdin))
	{
		char	   *end = strchr(line, '|');

		*end = '\0';
		printf("%s|%s|%s\n", line, rust_readable(line),
			   origins[rust_origin(line, "/lib/my_ext.so", "", "")]);
	}
}
PROGRAM
"$cc" -I. -o "$work/names" "$work/names.c" rust_name.c
table >"$work/expected"
"$work/names" <"$work/expected" | diff "$work/expected" -
