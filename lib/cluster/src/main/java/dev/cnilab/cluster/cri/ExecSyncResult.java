package dev.cnilab.cluster.cri;

/** What a command wrote, as UTF-8, and its exit status. */
public record ExecSyncResult(String stdout, String stderr, int exitCode) {}
