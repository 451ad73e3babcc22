package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.names.Asked;
import dev.cnilab.lab.names.Lookup;
import dev.cnilab.lab.names.NameLookups;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.reach.Passage;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** 11: a policy that is not enforced, and the same one where it is. */
record DenyAll(Scene scene) implements Step {

  private static final String WEB = "web";
  private static final String POLICY = "networkpolicy/deny-all";
  private static final String NAME = "kubernetes.default";

  @Override
  public String number() {
    return "11";
  }

  @Override
  public String title() {
    return "NetworkPolicy";
  }

  @Override
  public void begin() {
    scene.heal();
    scene.web();
    scene.nettest();
    scene.changes().patch("pod/nettest-1", "metadata: {labels: {role: client}}");
    scene.changes().patch("pod/nettest-2", "metadata: {labels: {role: server}}");
    scene.waits().ready(WEB);
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "ignored",
            "deny-all isolates both nettest pods, in both directions. What does nettest-1's ping to"
                + " nettest-2 see?",
            List.of(
                "silence: the policy is enforced",
                "answers, as before",
                "neither: the API refuses a policy that no plugin will enforce"),
            this::ignored),
        new Question(
            "denied-dns",
            "Now a plugin enforces it. nettest-1 looks up a name. What comes back?",
            List.of(
                "the address: CoreDNS is in another namespace, and no policy selects it",
                "a refusal, at once",
                "no such name",
                "nothing"),
            this::dns),
        new Question(
            "own-node",
            "deny-all is in force. Whose ping does nettest-1 still answer?",
            List.of("none", "its own node's", "every node's"),
            this::nodes),
        new Question(
            "one-end",
            "allow-out lets nettest-1 send to nettest-2. Does it reach it?",
            List.of(
                "yes, and the answers come back",
                "its request arrives, but nettest-2 may not answer",
                "no: its request does not arrive"),
            this::oneEnd));
  }

  private Observation ignored() {
    Optional<Pod> from = scene.ready(Scene.NETTEST_1);
    Optional<Pod> to = scene.ready(Scene.NETTEST_2);
    if (from.isEmpty() || to.isEmpty() || !scene.changes().exists(POLICY)) {
      return Observation.none("the two nettest pods and the policy deny-all are not all there");
    }
    Ping ping = scene.ping(from.get(), to.get().ip());
    return new Observation(
        ping.received() > 0 ? "b" : "a", "the policy is stored, and ping says: " + ping.summary());
  }

  private Observation dns() {
    Optional<Pod> pod = denied().flatMap(where -> where.ready(Scene.NETTEST_1));
    if (pod.isEmpty()) {
      return Observation.none("there is no nettest-1 under an enforced deny-all");
    }
    Lookup lookup = NameLookups.lookup(pod.get(), NAME);
    Asked.Answer last =
        lookup.asked().isEmpty() ? Asked.Answer.SILENCE : lookup.asked().getLast().kind();
    String letter =
        lookup.found().isPresent()
            ? "a"
            : switch (last) {
              case REFUSED, FAILED -> "b";
              case NO_SUCH_NAME, NO_SUCH_RECORD -> "c";
              case SILENCE -> "d";
              case FOUND -> "a";
            };
    return new Observation(letter, lookup.summary());
  }

  private Observation nodes() {
    Optional<Scene> where = denied();
    Optional<Pod> pod = where.flatMap(there -> there.ready(Scene.NETTEST_1));
    if (pod.isEmpty()) {
      return Observation.none("there is no nettest-1 under an enforced deny-all");
    }
    List<Node> nodes = List.of(where.get().worker(1), where.get().worker(2));
    List<String> heard =
        nodes.stream()
            .filter(
                node -> where.get().probes().ping(node, pod.get().ip(), "-c 1 -W 1").succeeded())
            .map(Node::name)
            .toList();
    return new Observation(
        heard.isEmpty() ? "a" : heard.size() == 1 ? "b" : "c",
        "nettest-1 is on %s, and answers %s"
            .formatted(
                pod.get().nodeName(), heard.isEmpty() ? "no node" : String.join(", ", heard)));
  }

  private Observation oneEnd() {
    Optional<Scene> where =
        denied().filter(there -> there.changes().exists("networkpolicy/allow-out"));
    return where
        .flatMap(there -> EnforcedPairs.pair(there, Scene.NETTEST_1, Scene.NETTEST_2))
        .map(
            pair ->
                new Observation(
                    pair.passage() == Passage.OPEN ? "a" : "c",
                    pair.passage().word() + "; " + String.join("; ", pair.ruling().because())))
        .orElse(Observation.none("deny-all and allow-out are not both there"));
  }

  /** What holds between pods where policies are enforced. */
  private EnforcedPairs pairs() {
    return new EnforcedPairs(scene);
  }

  /** The cluster that enforces policies, if deny-all exists there. */
  private Optional<Scene> denied() {
    return pairs().enforcing().filter(there -> there.changes().exists(POLICY));
  }

  @Override
  public List<Expectation> expectations() {
    EnforcedPairs pairs = pairs();
    return List.of(
        pairs.open(
            Scene.NETTEST_1,
            Scene.NETTEST_2,
            "A policy beside the others: podSelector {role: server}, ingress from a podSelector"
                + " {role: client}."),
        pairs.shut(
            Scene.NETTEST_2,
            Scene.NETTEST_1,
            "deny-all has to stay, and no rule may name role: server as a source."),
        pairs.shut(
            WEB, Scene.NETTEST_1, "deny-all has to stay: apply(\"manifests/deny-all.yaml\")"),
        pairs.shut(
            Scene.NETTEST_1, WEB, "No rule but that of allow-out may let role: client send."),
        new Expectation(
            "deny-all, allow-dns and allow-out are still there",
            this::policiesStay,
            List.of(
                "What is forbidden to everybody else has to stay forbidden.",
                "`kubectl get networkpolicies` lists what is there.",
                "apply(\"manifests/deny-all.yaml\"), and allow-dns and allow-out likewise")),
        pairs.shut(
            WEB,
            Scene.NETTEST_2,
            "Say in the rule's `from` who may: podSelector {role: client}. Without it, all may."),
        pairs.nobodyElse(
            Scene.NETTEST_1,
            Scene.NETTEST_2,
            "A namespaceSelector or an address range lets in pods that do not exist yet. Say"
                + " podSelector {role: client} alone."),
        new Expectation(
            "nettest-1 and nettest-2 get an answer from DNS",
            this::bothFindNames,
            List.of(
                "Which of the four policies lets questions out?",
                "lookup(\"nettest-2\", \"kubernetes.default\") shows what comes back.",
                "apply(\"manifests/allow-dns.yaml\")")));
  }

  private Finding policiesStay() {
    List<String> gone =
        Stream.of("deny-all", "allow-dns", "allow-out")
            .filter(
                name ->
                    pairs()
                        .enforcing()
                        .filter(where -> where.changes().exists("networkpolicy/" + name))
                        .isEmpty())
            .toList();
    return gone.isEmpty()
        ? met("all three")
        : missed("gone: " + gone, Suggestions.LOOK_AT_POLICIES);
  }

  private Finding bothFindNames() {
    Optional<Scene> where = pairs().enforcing();
    if (where.isEmpty()) {
      return EnforcedPairs.noCluster();
    }
    for (String name : List.of(Scene.NETTEST_1, Scene.NETTEST_2)) {
      Optional<Pod> pod = where.get().ready(name);
      if (pod.isEmpty()) {
        return missed(name + " is not Ready", Suggestions.LIST_PODS);
      }
      Lookup lookup = NameLookups.lookup(pod.get(), NAME);
      if (lookup.found().isEmpty()) {
        return missed(name + ": " + lookup.summary(), Suggestions.LOOK_AT_POLICIES);
      }
    }
    return met("both find " + NAME);
  }

  @Override
  public String solution() {
    return """
    apply("manifests/allow-in.yaml")\
    """;
  }
}
