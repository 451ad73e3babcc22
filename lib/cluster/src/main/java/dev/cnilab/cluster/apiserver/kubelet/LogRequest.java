package dev.cnilab.cluster.apiserver.kubelet;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which part of a container's log to read.
 *
 * @param container never "": the API server has chosen the default one
 * @param follow whether to continue with lines that are yet to be written
 * @param previous whether to read the container's previous run
 * @param timestamps whether each line begins with its time (RFC 3339, nanoseconds)
 * @param since only lines written at or after
 * @param tailLines only that many of the last lines
 * @param limitBytes end after that many bytes
 */
public record LogRequest(
    String namespace,
    String pod,
    String container,
    boolean follow,
    boolean previous,
    boolean timestamps,
    Optional<Instant> since,
    OptionalLong tailLines,
    OptionalLong limitBytes) {}
