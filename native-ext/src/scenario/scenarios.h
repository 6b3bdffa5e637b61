/*
 * scenarios.h
 *		The stress scenarios, a line each, in the order in which they are listed.
 *
 * The line SCENARIO(soak) stands for scenario_soak, which the file of the scenario defines: its
 * name, description, parameters and function. Included where SCENARIO is defined, without a
 * guard.
 */
SCENARIO(growth_benchmark)
SCENARIO(wrong_context_probe)
SCENARIO(tx_abort_loop)
SCENARIO(error_path)
SCENARIO(payload_sweep)
SCENARIO(concurrent_backends)
SCENARIO(cursor_leak)
SCENARIO(cold_warm_cold)
SCENARIO(soak)
SCENARIO(context_reset_storm)
SCENARIO(use_after_reset)
SCENARIO(unfilled_memory)
SCENARIO(oom_simulation)
SCENARIO(shmem_sentinel_probe)
SCENARIO(dsm_lifecycle_check)
