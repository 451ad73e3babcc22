package dev.cnilab.cluster.cri.message;

/** A runtime's name and versions, such as {@code containerd}, {@code v2.4.2}, {@code v1}. */
public record RuntimeVersion(String runtimeName, String runtimeVersion, String runtimeApiVersion) {}
