package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.names.NameLookups;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.PodReady;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** 08: dnsPolicy; the origin of a pod's resolv.conf. */
record DnsPolicies(Scene scene) implements Step {

  private static final String HOST = "dns-host";
  private static final String CLUSTER_FIRST = "dns-clusterfirst";
  private static final String NONE = "dns-none";
  private static final String SHORT = "kubernetes.default";
  private static final String SERVER = "kube-dns.kube-system";

  @Override
  public String number() {
    return "08";
  }

  @Override
  public String title() {
    return "dnsPolicy";
  }

  @Override
  public void begin() {
    scene.heal();
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "host-policy",
            "dns-host has hostNetwork: true and no DNS settings, so ClusterFirst. Which server does"
                + " it ask?",
            List.of(
                "the cluster's DNS server, as every pod does",
                "the node's DNS server, in spite of its policy",
                "none: it has no resolv.conf"),
            this::hostPolicy),
        new Question(
            "none-short",
            "dns-none has the cluster's server and one search suffix. Does it find"
                + " kubernetes.default?",
            List.of(
                "yes: the server knows all the cluster's names",
                "no: no suffix of its list completes this name"),
            this::noneShort));
  }

  private Observation hostPolicy() {
    Optional<Pod> pod = scene.ready(HOST).filter(Pod::hostNetwork);
    Optional<Pod> usual = scene.ready(CLUSTER_FIRST);
    if (pod.isEmpty() || usual.isEmpty()) {
      return Observation.none("dns-host and dns-clusterfirst are not both Ready");
    }
    List<String> asks = NameLookups.settings(pod.get()).nameservers();
    List<String> cluster = NameLookups.settings(usual.get()).nameservers();
    return new Observation(
        asks.isEmpty() ? "c" : asks.equals(cluster) ? "a" : "b",
        "%s (%s) asks %s; %s asks %s"
            .formatted(HOST, pod.get().dnsPolicy(), asks, CLUSTER_FIRST, cluster));
  }

  private Observation noneShort() {
    return scene
        .ready(NONE)
        .map(
            pod -> {
              String found = NameLookups.addresses(pod, List.of(SHORT)).getFirst();
              return new Observation(
                  found.isEmpty() ? "b" : "a",
                  "search %s: %s"
                      .formatted(
                          NameLookups.settings(pod).search(),
                          found.isEmpty() ? "not found" : found));
            })
        .orElse(Observation.none("dns-none is not Ready"));
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "pod dns-host is Ready",
            () -> PodReady.anywhere(scene, HOST),
            List.of(
                "Is the pod there? If so, what is it waiting for?",
                "pods() lists what there is; diagnose(\"dns-host\") says what is wrong with it.",
                "Start it with apply(\"manifests/dns-host.yaml\").")),
        new Expectation(
            "dns-host uses its node's network",
            this::hostNetwork,
            List.of(
                "The pod must stay on its node's network.",
                "`kubectl get pod dns-host -o wide`: its address should be the node's.",
                "Apply its manifest with hostNetwork: true, after delete(\"pod/dns-host\").")),
        new Expectation(
            "dns-host finds kubernetes.default and other names of the cluster",
            this::finds,
            List.of(
                "The DNS settings of an existing pod cannot be changed. Create it again with"
                    + " others.",
                "resolver(\"dns-host\") shows which server it asks. Which policy is made for pods"
                    + " on the node's network?",
                "Delete the pod, put dnsPolicy: ClusterFirstWithHostNet into its spec, apply.")));
  }

  private Finding hostNetwork() {
    return scene
        .find(HOST)
        .map(
            pod ->
                pod.hostNetwork()
                    ? met("hostNetwork: true, " + pod.ip())
                    : missed(
                        "it has a network of its own, " + pod.ip(), Suggestions.KEEP_HOST_NETWORK))
        .orElseGet(() -> missed("there is no pod of that name", Suggestions.LIST_PODS));
  }

  private Finding finds() {
    Optional<Pod> pod = scene.ready(HOST);
    if (pod.isEmpty()) {
      return missed("dns-host is not Ready", Suggestions.diagnose(HOST));
    }
    List<String> names = List.of(SHORT, SERVER);
    List<String> found = NameLookups.addresses(pod.get(), names);
    int missing = found.indexOf("");
    if (missing >= 0) {
      return missed(
          "%s: not found; it asks %s"
              .formatted(names.get(missing), NameLookups.settings(pod.get()).nameservers()),
          Suggestions.LOOK_AT_RESOLVER);
    }
    if (pod.get().dnsPolicy().equals("ClusterFirstWithHostNet")) {
      return met(found.getFirst());
    }
    if (!pod.get().hasOwnDnsServers()) {
      return missed(
          "found, but its spec leads to the node's server: what was written into its files by"
              + " hand is lost with its sandbox",
          Suggestions.LOOK_AT_RESOLVER);
    }
    List<String> asks = NameLookups.settings(pod.get()).nameservers();
    return asks.stream().anyMatch(serversThatStay(found.getLast())::contains)
        ? met(found.getFirst())
        : missed(
            "found, but %s is a pod's address, and its next pod has another".formatted(asks),
            Suggestions.LOOK_AT_RESOLVER);
  }

  /** The Service's address, and what ordinary pods ask: that may be a cache on their node. */
  private List<String> serversThatStay(String service) {
    List<String> servers = new ArrayList<>(List.of(service));
    scene
        .ready(CLUSTER_FIRST)
        .ifPresent(pod -> servers.addAll(NameLookups.settings(pod).nameservers()));
    return servers;
  }

  @Override
  public String solution() {
    return """
    delete("pod/dns-host");
    apply("manifests/dns-host-clusterfirst.yaml")\
    """;
  }
}
