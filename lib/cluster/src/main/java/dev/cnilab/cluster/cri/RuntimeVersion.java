package dev.cnilab.cluster.cri;

/** What a runtime calls itself, such as {@code containerd}, {@code v2.4.2}, {@code v1}. */
public record RuntimeVersion(String runtimeName, String runtimeVersion, String runtimeApiVersion) {}
