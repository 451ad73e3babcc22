package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Leeway;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.network.Interface;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;

/** 09: MTU; three ways in which a packet that is too big is lost, and a transfer that hangs. */
record BigPackets(Scene scene) implements Step {

  private static final String WEB = "web";
  private static final int BIG = 100_000;
  private static final int PING_HEADERS = 28;

  /** Clouds serve their machines' secrets at this address, so it is often blocked. */
  private static final String METADATA = "169.254.169.254/32";

  /** The rules that these ICMP errors traverse, in order. */
  private static final String RULES =
      "iptables -S OUTPUT | grep -E -- '-p icmp( -m icmp --icmp-type (3/4|3|any))? -j'";

  @Override
  public String number() {
    return "09";
  }

  @Override
  public String title() {
    return "big packets";
  }

  /**
   * On worker 1 the tunnel's MTU is smaller than the pods assume, and a firewall drops the errors
   * that would report it.
   */
  @Override
  public void begin() {
    scene.heal();
    scene.changes().apply(WEB_POD.formatted(scene.worker(1).name()));
    scene.nettest();
    scene.waits().ready(WEB);
    scene.workloads().pod(WEB).sh("head -c " + BIG + " /dev/zero > /usr/share/nginx/html/big");
    scene
        .worker(1)
        .change(
            "ip link set flannel.1 mtu 1400; "
                + "iptables -A OUTPUT -d "
                + METADATA
                + " -j REJECT; "
                + "iptables -I OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP");
  }

  private static final String WEB_POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
        labels:
          app: web
      spec:
        terminationGracePeriodSeconds: 1
        nodeSelector:
          kubernetes.io/hostname: %s
        containers:
        - name: nginx
          image: nginx
      """;

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "hang",
            "Packets above a certain size vanish on the way. What happens to a big page over HTTP?",
            List.of(
                "the connection is refused",
                "it connects, sends its request, and then nothing comes",
                "it arrives, but slowly"),
            this::hang),
        new Question(
            "fourteen-seventy-two",
            "`ping -M do -s 1472` makes a packet of 1500 bytes. On a pod network whose tunnel is in"
                + " order:",
            List.of(
                "it is answered: 1500 is what Ethernet carries",
                "it is refused in the pod itself, before it is sent",
                "it is lost on the way, silently"),
            this::tooBigForThePod));
  }

  private Observation hang() {
    Optional<Output> transfer = transfer();
    if (transfer.isEmpty()) {
      return Observation.none("nettest-2 and web are not both Ready");
    }
    Output curl = transfer.get();
    String seen = curl.printed().strip().replace('\n', ' ');
    return switch (curl.status()) {
      case 7 -> new Observation("a", seen);
      case 28 -> new Observation("b", seen);
      default -> Observation.none("the transfer does not fail: " + seen);
    };
  }

  private Observation tooBigForThePod() {
    Optional<Pod> from = scene.ready(Scene.NETTEST_1);
    Optional<Pod> to = scene.ready(Scene.NETTEST_2);
    if (from.isEmpty() || to.isEmpty()) {
      return Observation.none("nettest-1 and nettest-2 are not both Ready");
    }
    Ping ping = scene.probes().ping(from.get(), to.get().ip(), "-M do -s 1472 -c 1 -W 1");
    return new Observation(
        ping.succeeded() ? "a" : ping.complaints().isEmpty() ? "c" : "b", ping.summary());
  }

  /** The transfer of the big page, requested by nettest-2. */
  private Optional<Output> transfer() {
    return scene
        .ready(Scene.NETTEST_2)
        .flatMap(
            from ->
                scene
                    .ready(WEB)
                    .map(
                        web ->
                            from.sh(
                                "curl -sS -m 5 -o /dev/null -w '%{http_code} %{size_download}\\n"
                                    + "' http://"
                                    + web.ip()
                                    + "/big")));
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "a big page comes from web to nettest-2",
            this::bigPage,
            List.of(
                "Small pages come, big ones do not. What differs on the wire?",
                "sizes(\"nettest-1\", \"nettest-2\", 1372, 1400, 1422) goes the same way as the"
                    + " page.",
                "Let the router report it: worker(1).sh(\"iptables -D OUTPUT -p icmp --icmp-type"
                    + " fragmentation-needed -j DROP\")")),
        new Expectation(
            "worker 1 does not drop the ICMP errors that report a smaller MTU",
            this::noFilter,
            List.of(
                "Something holds back a message that every sender needs.",
                "worker(1).sh(\"iptables -nvL OUTPUT\") counts what was dropped.",
                "worker(1).sh(\"iptables -D OUTPUT -p icmp --icmp-type fragmentation-needed -j"
                    + " DROP\")")),
        new Expectation(
            "the way between the workers carries what pods of worker 1 may send, new ones too",
            this::biggest,
            List.of(
                "One interface on the way carries less than a pod's eth0 promises.",
                "hops(\"nettest-1\", \"nettest-2\") marks the narrowest. What should it carry?",
                "worker(1).sh(\"ip link set flannel.1 mtu 1450\"). A pod that was told of 1400"
                    + " remembers it for ten minutes; a new one has nothing to remember.")));
  }

  private Finding bigPage() {
    Optional<Output> transfer = transfer();
    if (transfer.isEmpty()) {
      return missed("nettest-2 and web are not both Ready", Suggestions.LIST_PODS);
    }
    String seen = transfer.get().printed().strip().replace('\n', ' ');
    return seen.startsWith("200 " + BIG) ? met(seen) : missed(seen, Suggestions.TRY_SIZES);
  }

  /** Whether the first rule that matches an ICMP error lets it pass. */
  private Finding noFilter() {
    String first = scene.worker(1).sh(RULES).lines().stream().findFirst().orElse("");
    return first.matches(".*-j (DROP|REJECT).*")
        ? missed(first, Suggestions.LOOK_AT_OUTPUT)
        : met(first.isEmpty() ? "no such rule" : first);
  }

  /**
   * Tests from the nodes, each towards the other's pod: a pod that learned a smaller MTU remembers
   * it for ten minutes, and its own packets would show that memory instead of the path.
   */
  private Finding biggest() {
    Optional<Pod> from = scene.ready(Scene.NETTEST_1);
    Optional<Pod> to = scene.ready(Scene.NETTEST_2);
    if (from.isEmpty() || to.isEmpty()) {
      return missed("nettest-1 and nettest-2 are not both Ready", Suggestions.LIST_PODS);
    }
    int own = scene.probes().interfaces(from.get()).find("eth0").map(Interface::mtu).orElse(0);
    int mtu = Math.max(own, ofNewPods());
    Finding there = passes(scene.worker(1), to.get(), mtu);
    return there.met() ? passes(scene.worker(2), from.get(), mtu) : there;
  }

  /** What flannel gives a pod that starts now; 0 where it says nothing. */
  private int ofNewPods() {
    String mtu = scene.worker(1).sh("grep FLANNEL_MTU= /run/flannel/subnet.env").out();
    return Integer.parseInt("0" + mtu.replaceAll("\\D", ""));
  }

  private Finding passes(Node from, Pod to, int mtu) {
    String size = "-M do -c 1 -W 1 -s " + (mtu - PING_HEADERS);
    Ping ping = scene.probes().ping(from, to.ip(), size);
    String found = "%d bytes from %s: %s".formatted(mtu, from.name(), ping.summary());
    return ping.succeeded() ? met(found) : missed(found, Suggestions.COMPARE_MTUS);
  }

  @Override
  public Leeway leeway() {
    String worker = scene.worker(1).name();
    return Leeway.NONE.changes(
        worker + " link flannel.1",
        worker + " file /run/flannel/subnet.env",
        worker + " rule filter -A OUTPUT -p icmp *");
  }

  @Override
  public String solution() {
    return """
    worker(1).sh("iptables -D OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP");
    worker(1).sh("ip link set flannel.1 mtu 1450")\
    """;
  }
}
