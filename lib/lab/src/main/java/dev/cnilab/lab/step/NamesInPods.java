package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Leeway;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.names.Lookup;
import dev.cnilab.lab.names.NameLookups;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** 06: how a pod resolves a name; without CoreDNS, and with a broken Corefile. */
record NamesInPods(Scene scene) implements Step {

  private static final String NAME = "kubernetes.default";
  private static final String SERVER = "kube-dns.kube-system";
  private static final String ALIAS = "api.lab";
  private static final String NAMESPACE = "kube-system";
  private static final String KUBELET_CONFIG = "/var/lib/kubelet/config.yaml";
  private static final String SELECTOR = "k8s-app=kube-dns";

  @Override
  public String number() {
    return "06";
  }

  @Override
  public String title() {
    return "names in pods";
  }

  @Override
  public void begin() {
    scene.heal();
    scene.nettest();
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "who-writes",
            "Who decides what is in the resolv.conf of nettest-1?",
            List.of(
                "the CNI plugin, when it gave the pod its address",
                "the kubelet, from a setting of its own",
                "CoreDNS, for each pod it serves"),
            this::whoWrites),
        new Question(
            "first-question",
            "nettest-1 looks up kubernetes.default. Which name does it ask for first?",
            List.of(
                "kubernetes.default, as it is written",
                "kubernetes.default with the first suffix of the search list",
                "kubernetes.default with the second suffix",
                "kubernetes.default with the last suffix"),
            this::firstQuestion),
        new Question(
            "no-coredns",
            "CoreDNS is scaled to 0. What happens to a question?",
            List.of(
                "silence: a timeout after seconds",
                "a refusal, at once",
                "NXDOMAIN: the name does not exist"),
            this::withoutCoreDns),
        new Question(
            "broken-corefile",
            "Somebody misspells a plugin in the Corefile. When do lookups fail?",
            List.of(
                "at once",
                "within a minute, when CoreDNS reloads the file",
                "not until CoreDNS is restarted"),
            this::brokenCorefile));
  }

  private Observation whoWrites() {
    Optional<Pod> pod = scene.ready(Scene.NETTEST_1);
    if (pod.isEmpty()) {
      return Observation.none("nettest-1 is not Ready");
    }
    Node node = scene.workloads().nodes().find(pod.get().nodeName());
    String servers = String.join(", ", NameLookups.settings(pod.get()).nameservers());
    String kubelet = node.sh("grep -A1 clusterDNS " + KUBELET_CONFIG).out();
    if (NodeCni.of(node).winner().filter(file -> file.text().contains("\"dns\"")).isPresent()) {
      return new Observation("a", "the conflist has settings for DNS");
    }
    return kubelet.contains(servers)
        ? new Observation("b", servers + " is the clusterDNS of the kubelet; no conflist names it")
        : Observation.none(KUBELET_CONFIG + " does not name " + servers);
  }

  private Optional<Lookup> lookup() {
    return scene.ready(Scene.NETTEST_1).map(pod -> NameLookups.lookup(pod, NAME));
  }

  private List<Pod> servers() {
    return scene.workloads().pods(NAMESPACE, SELECTOR).list();
  }

  private Observation firstQuestion() {
    return lookup()
        .filter(done -> done.found().isPresent())
        .map(done -> firstQuestion(done.asked().getFirst().name(), done.settings().search()))
        .orElse(Observation.none("nettest-1 finds no address for " + NAME));
  }

  /** The answer for the first query; a name as written has no suffix, and the first letter. */
  private static Observation firstQuestion(String asked, List<String> suffixes) {
    String suffix = asked.substring(Math.min(asked.length(), NAME.length() + 1));
    return new Observation(
        String.valueOf((char) ('b' + suffixes.indexOf(suffix))),
        "the first question is for " + asked);
  }

  private Observation withoutCoreDns() {
    Optional<Lookup> done = lookup();
    if (!servers().isEmpty() || done.isEmpty() || done.get().asked().isEmpty()) {
      return Observation.none("there are %d pods of CoreDNS".formatted(servers().size()));
    }
    return new Observation(
        switch (done.get().asked().getFirst().kind()) {
          case SILENCE -> "a";
          case REFUSED -> "b";
          case NO_SUCH_NAME, NO_SUCH_RECORD -> "c";
          case FOUND, FAILED -> "";
        },
        done.get().summary());
  }

  /** With an unreadable file, running servers continue but new ones do not start. */
  private Observation brokenCorefile() {
    if (corefile().contains("kubernetes cluster.local")) {
      return Observation.none("the Corefile still has its line kubernetes cluster.local");
    }
    boolean found = lookup().flatMap(Lookup::found).isPresent();
    boolean old = servers().stream().anyMatch(Pod::isReady);
    return found || !old
        ? new Observation(
            "c",
            found
                ? "the Corefile is broken, and lookups still work"
                : "no CoreDNS pod is Ready since they were restarted")
        : new Observation("b", "lookups fail, although CoreDNS was not restarted");
  }

  private String corefile() {
    return scene
        .cluster()
        .find("/api/v1/namespaces/" + NAMESPACE + "/configmaps/coredns")
        .orElse(Json.ABSENT)
        .text("/data/Corefile");
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "two pods of CoreDNS are Ready",
            this::twoServers,
            List.of(
                "Who answers the questions, and do they run?",
                "pods(\"kube-system\") lists them; `kubectl -n kube-system logs -l"
                    + " k8s-app=kube-dns` says what a failing one read.",
                "patch(\"kube-system/deployment/coredns\", \"spec: {replicas: 2}\"). If they fail,"
                    + " apply(save(\"kube-system/configmap/coredns\")) first, and `kubectl -n"
                    + " kube-system delete pod -l k8s-app=kube-dns` makes them try at once.")),
        new Expectation(
            "CoreDNS can start with the Corefile",
            this::readable,
            List.of(
                "CoreDNS reads its file when it starts. What would it say about this one?",
                "manifest(\"kube-system/configmap/coredns\") shows it. Each word at the start of a"
                    + " line is a plugin.",
                "apply(save(\"kube-system/configmap/coredns\")) puts back what was first saved.")),
        new Expectation(
            "nettest-1 finds api.lab, the API server's new name",
            this::findsAlias,
            List.of(
                "Which file says what CoreDNS answers?",
                "A line of the Corefile can rewrite one name into another: rewrite name NEW OLD.",
                "Put `rewrite name api.lab kubernetes.default.svc.cluster.local` below the line"
                    + " `ready`, and restart CoreDNS.")),
        new Expectation(
            "nettest-1 finds kubernetes.default, and other Services at addresses of their own",
            this::findsServices,
            List.of(
                "Which question gets which answer?",
                "lookup(\"nettest-1\", \"kubernetes.default\") shows every question it takes.",
                "Scale CoreDNS with patch(\"kube-system/deployment/coredns\","
                    + " \"spec: {replicas: 2}\") and wait.")));
  }

  private Finding twoServers() {
    List<Pod> servers = servers();
    long ready = servers.stream().filter(Pod::isReady).count();
    String found = servers.isEmpty() ? "there is none" : servers.toString();
    return ready >= 2 && ready == servers.size()
        ? met(servers.stream().map(Pod::name).toList().toString())
        : missed(found, Suggestions.LOOK_AT_COREDNS);
  }

  private Finding readable() {
    String first =
        corefile()
            .lines()
            .map(String::strip)
            .filter(line -> line.matches("kube\\w* cluster\\.local.*"))
            .findFirst()
            .orElse("no line for the zone cluster.local");
    return first.startsWith("kubernetes cluster.local")
        ? met(first)
        : missed(first, Suggestions.LOOK_AT_THE_COREFILE);
  }

  /** Whether DNS, and not a file of the pod, resolves the API server's other name to it. */
  private Finding findsAlias() {
    Optional<Lookup> asked =
        scene.ready(Scene.NETTEST_1).map(pod -> NameLookups.lookup(pod, ALIAS));
    if (asked.filter(done -> done.found().isEmpty()).isPresent()) {
      return missed(asked.get().summary(), Suggestions.LOOK_THE_NAME_UP);
    }
    return finds(
        List.of(ALIAS, NAME),
        found -> !found.getFirst().isEmpty() && found.getFirst().equals(found.getLast()));
  }

  private Finding findsServices() {
    return finds(
        List.of(NAME, SERVER),
        found -> !found.contains("") && !found.getFirst().equals(found.getLast()));
  }

  private Finding finds(List<String> names, Predicate<List<String>> wanted) {
    Optional<Pod> pod = scene.ready(Scene.NETTEST_1);
    if (pod.isEmpty()) {
      return missed("nettest-1 is not Ready", Suggestions.diagnose(Scene.NETTEST_1));
    }
    List<String> found = NameLookups.addresses(pod.get(), names);
    String said =
        IntStream.range(0, names.size())
            .mapToObj(
                index ->
                    names.get(index)
                        + (found.get(index).isEmpty()
                            ? " has no address"
                            : " is " + found.get(index)))
            .collect(Collectors.joining(", "));
    return wanted.test(found) ? met(said) : missed(said, Suggestions.LOOK_THE_NAME_UP);
  }

  @Override
  public Leeway leeway() {
    return Leeway.NONE.adds(NAMESPACE + " configmap/coredns Corefile: *");
  }

  @Override
  public String solution() {
    return """
    patch("kube-system/deployment/coredns", "spec: {replicas: 2}");
    apply(save("kube-system/configmap/coredns").replace("ready", "ready\\n        rewrite name api.lab kubernetes.default.svc.cluster.local"));
    patch("kube-system/deployment/coredns", "spec: {replicas: 0}");
    awaitPods("kube-system", "k8s-app=kube-dns", 0);
    patch("kube-system/deployment/coredns", "spec: {replicas: 2}")\
    """;
  }
}
