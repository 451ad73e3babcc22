/** Builtins that control what runs: the flow of a script, jobs, signals and limits. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell.builtin.control;
