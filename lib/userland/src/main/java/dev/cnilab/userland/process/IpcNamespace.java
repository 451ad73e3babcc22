package dev.cnilab.userland.process;

/** An ipc_namespaces(7): nothing but its identity, which {@code lsns} and /proc show. */
public final class IpcNamespace {}
