package dev.cnilab.lab;

import static dev.cnilab.lab.LabObjects.pod;
import static dev.cnilab.lab.LabObjects.worker;
import static dev.cnilab.lab.LabSession.bench;

import dev.cnilab.lab.kubectl.ObjectChanges;
import dev.cnilab.lab.names.Lookup;
import dev.cnilab.lab.names.NameComparison;
import dev.cnilab.lab.names.NameLookups;
import dev.cnilab.lab.names.ResolverSettings;
import dev.cnilab.lab.reach.Matrix;
import dev.cnilab.lab.reach.Reach;
import dev.cnilab.lab.reach.WhatIf;
import dev.cnilab.lab.service.Requests;
import dev.cnilab.lab.service.Rules;
import dev.cnilab.lab.service.Services;
import dev.cnilab.lab.shell.Node;
import java.util.List;
import java.util.stream.Stream;

/** The functions of a cell for DNS, Services and NetworkPolicies. */
public final class LabServices {
  /** From the shortest name to one outside the cluster. */
  private static final List<String> FIVE_NAMES =
      List.of(
          "kubernetes",
          "kubernetes.default",
          "kube-dns.kube-system.svc",
          "kubernetes.default.svc.cluster.local",
          "example.com");

  private LabServices() {}

  @Doc(
      value = "a pod's resolver settings: DNS servers, search list, ndots",
      example = "resolver(\"nettest-1\")",
      kubectl = "kubectl exec NAME -- cat /etc/resolv.conf")
  public static ResolverSettings resolver(String pod) {
    return NameLookups.settings(pod(pod));
  }

  @Doc(
      value =
          "pods side by side: policy, DNS servers, search list, and which of five names they find",
      example = "compareNames(\"dns-default\", \"dns-clusterfirst\")",
      kubectl = "kubectl exec NAME -- cat /etc/resolv.conf")
  public static NameComparison compareNames(String... pods) {
    return NameComparison.of(Stream.of(pods).map(LabObjects::pod).toList(), FIVE_NAMES);
  }

  @Doc(
      value = "looks a name up in a pod, and shows each question that goes over its interface",
      example = "lookup(\"nettest-1\", \"kubernetes.default\")",
      kubectl = "kubectl exec NAME -- nslookup kubernetes.default")
  public static Lookup lookup(String pod, String name) {
    return NameLookups.lookup(pod(pod), name);
  }

  @Doc(
      value = "tries which pods reach each other and DNS, beside what the policies say",
      example = "reach(\"nettest-1\", \"nettest-2\", \"web\")",
      kubectl = "kubectl exec NAME -- curl -s -m 2 http://ADDRESS/")
  public static Matrix reach(String... pods) {
    return new Reach(bench().cluster(), bench().workloads()).among(List.of(pods));
  }

  @Doc(
      value = "whether the policies let a pod reach a TCP port of another, and which rule decides",
      example = "allows(\"nettest-1\", \"web\", 80)")
  public static WhatIf allows(String from, String to, int port) {
    return allows(from, to, port, "");
  }

  @Doc(
      value = "the same before and after a manifest, which is not applied",
      example = "allows(\"nettest-1\", \"web\", 80, \"manifests/deny-all.yaml\")")
  public static WhatIf allows(String from, String to, int port, String manifest) {
    return new Reach(bench().cluster(), bench().workloads())
        .asked(from, to, port, ObjectChanges.yaml(manifest));
  }

  @Doc(
      value = "waits until kube-proxy has written the rules of Services on both workers",
      example = "awaitRules(\"web\", \"web-port\")",
      kubectl = "kubectl get endpointslices -l kubernetes.io/service-name=SERVICE --watch")
  public static void awaitRules(String... services) {
    for (String service : services) {
      rules(worker(1), service);
      rules(worker(2), service);
    }
  }

  @Doc(
      value = "sends requests from a pod to Services: the symptom, and the layer it comes from",
      example = "request(\"nettest-1\", \"nettest-svc\")",
      kubectl = "kubectl exec NAME -- curl -sS -m 5 SERVICE")
  public static Requests request(String from, String... services) {
    Services all = bench().services();
    return new Requests(Stream.of(services).map(to -> all.request(pod(from), to)).toList());
  }

  @Doc(
      value =
          "the iptables rules that a Service has become on a node, once kube-proxy has them all",
      example = "rules(worker(1), \"nettest-svc\")",
      kubectl = "./lab node NAME -- sh -c 'iptables -t nat -S | grep SERVICE'")
  public static Rules rules(Node node, String service) {
    return bench().waits().rules(node, bench().services(), bench().cluster().namespace(), service);
  }
}
