# shellcheck shell=sh
# Options of memcheck with which a private server compiles every query at once, with all optimizations, while libraries in C++
# and Rust and postgis are loaded, as far as they are installed: a compiler that registers its frames and an unwinder that
# looks for them have locks. Sourced, not run. Sets $jit_options to shell words; the first argument is who asks.
set_jit_options() {
    jit_libraries=
    jit_directory=$("${PG_CONFIG:-pg_config}" --pkglibdir)
    [ -f "$jit_directory/llvmjit.so" ] || { echo "$1: this server has no JIT" >&2; exit 2; }
    for jit_library in cpp_zoo rust_zoo postgis-3; do
        if [ -f "$jit_directory/$jit_library.so" ]; then
            jit_libraries=$jit_libraries,$jit_library
        else
            echo "$1: without $jit_library, which is not installed" >&2
        fi
    done
    # shellcheck disable=SC2034 # for who sourced this
    jit_options="--setting jit=on --setting jit_above_cost=0 --setting jit_inline_above_cost=0"
    jit_options="$jit_options --setting jit_optimize_above_cost=0 --setting session_preload_libraries=${jit_libraries#,}"
}
