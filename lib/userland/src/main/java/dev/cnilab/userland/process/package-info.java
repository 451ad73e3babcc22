/**
 * A Linux machine and its processes: pids, arguments, file descriptors, namespaces, signals, and
 * the programs of executables. The entry point is {@link dev.cnilab.userland.process.Machine}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.process;
