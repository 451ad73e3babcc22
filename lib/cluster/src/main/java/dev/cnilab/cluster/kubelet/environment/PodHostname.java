package dev.cnilab.cluster.kubelet.environment;

import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.KubeObject;

/**
 * The host name of a pod with its own network ({@code GeneratePodHostNameAndDomain} of the
 * kubelet).
 *
 * @param name the first part
 * @param domain the rest of its DNS name; "" if it has no subdomain
 */
public record PodHostname(String name, String domain) {
  private static final int LONGEST = 63;
  private static final int LONGEST_OF_KERNEL = 64;

  /** The name of a pod. */
  public static PodHostname of(Pod pod, String clusterDomain) {
    KubeObject object = pod.object();
    String override = object.text("/spec/hostnameOverride");
    if (!override.isEmpty()) {
      return new PodHostname(override, "");
    }
    String wanted = object.text("/spec/hostname");
    String subdomain = object.text("/spec/subdomain");
    return new PodHostname(
        cut(wanted.isEmpty() ? pod.name() : wanted),
        subdomain.isEmpty() ? "" : subdomain + "." + pod.namespace() + ".svc." + clusterDomain);
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(LONGEST, name.length())).replaceAll("[-.]+$", "");
  }

  /** With its domain. */
  public String qualified() {
    return domain.isEmpty() ? name : name + "." + domain;
  }

  /**
   * The pod's host name in the kernel: with its domain only if setHostnameAsFQDN is set.
   *
   * @throws IllegalArgumentException if it is longer than a kernel allows
   */
  public String ofKernel(Pod pod) {
    if (!pod.object().at("/spec/setHostnameAsFQDN").asBoolean()) {
      return name;
    }
    if (qualified().length() > LONGEST_OF_KERNEL) {
      throw new IllegalArgumentException(
          "failed to construct FQDN from pod hostname and cluster domain, FQDN %s is too long (%d characters is the max, %d characters requested)"
              .formatted(qualified(), LONGEST_OF_KERNEL, qualified().length()));
    }
    return qualified();
  }
}
