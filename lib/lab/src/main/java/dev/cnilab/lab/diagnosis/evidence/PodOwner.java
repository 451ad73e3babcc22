package dev.cnilab.lab.diagnosis.evidence;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.shell.Pod;

/** What a person would change to change a pod: its workload, or the pod itself. */
public final class PodOwner {

  private PodOwner() {}

  /** Such as {@code deployment shop/web}, {@code daemonset kube-system/kube-proxy}. */
  public static String of(Pod pod) {
    return pod.object().list("/metadata/ownerReferences").stream()
        .map(owner -> kindAndName(pod.namespace(), owner))
        .findFirst()
        .orElse("pod %s/%s".formatted(pod.namespace(), pod.name()));
  }

  /** A ReplicaSet is a Deployment's, named after it and its template's hash. */
  private static String kindAndName(String namespace, Json owner) {
    String name = owner.text("/name");
    return owner.text("/kind").equals("ReplicaSet")
        ? "deployment %s/%s".formatted(namespace, name.replaceAll("-[^-]*$", ""))
        : "daemonset %s/%s".formatted(namespace, name);
  }
}
