package dev.cnilab.cluster.cri.message;

/** The output of a command, as UTF-8, and its exit status. */
public record ExecSyncResult(String stdout, String stderr, int exitCode) {}
