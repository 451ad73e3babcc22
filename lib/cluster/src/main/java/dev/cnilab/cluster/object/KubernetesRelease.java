package dev.cnilab.cluster.object;

/** The release of Kubernetes that the cluster imitates. */
public final class KubernetesRelease {
  /** As {@code kubectl version} prints it. */
  public static final String VERSION = "v1.37.2";

  /** The second number of the version. */
  public static final String MINOR = "37";

  private KubernetesRelease() {}
}
