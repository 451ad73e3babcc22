package dev.cnilab.cluster.apiserver.node;

import java.util.List;

/**
 * A command to run in a container.
 *
 * @param container never "": the API server has chosen the default one
 * @param stdin whether the command gets the caller's input, or else an empty one
 * @param tty whether input and both outputs are a terminal; everything then comes as stdout
 */
public record ExecRequest(
    String namespace,
    String pod,
    String container,
    List<String> command,
    boolean stdin,
    boolean tty) {}
