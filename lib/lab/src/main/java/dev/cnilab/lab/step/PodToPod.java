package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.network.TimeToLive;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.PodReady;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;

/** 03: pings between pods, and what the TTL of a reply tells. */
record PodToPod(Scene scene) implements Step {

  private static final String NEIGHBOUR = "neighbour";

  @Override
  public String number() {
    return "03";
  }

  @Override
  public String title() {
    return "from pod to pod";
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
            "ttl",
            "Linux sends with ttl 64. With which ttl does the reply of nettest-2 reach nettest-1?",
            List.of(
                "64: for the pods it is one network",
                "63: the node of nettest-1 routes it",
                "62: both nodes route it",
                "61: both nodes and the tunnel between them route it"),
            () -> reply(Scene.NETTEST_2)));
  }

  private Observation reply(String to) {
    Optional<Ping> ping = ping(to);
    return ping.filter(Ping::succeeded)
        .map(
            answered -> {
              int ttl = answered.replies().getFirst().ttl();
              String letter = ttl >= 61 && ttl <= 64 ? String.valueOf((char) ('a' + 64 - ttl)) : "";
              return new Observation(letter, TimeToLive.of(ttl).toString());
            })
        .orElse(Observation.none("no answer from " + to));
  }

  private Optional<Ping> ping(String to) {
    return scene
        .ready(Scene.NETTEST_1)
        .flatMap(from -> scene.ready(to).map(there -> scene.ping(from, there.ip())));
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "nettest-1 reaches nettest-2, which is on another node",
            () -> routers(Scene.NETTEST_2, 2),
            List.of(
                "Are both pods Ready?",
                "ping(\"nettest-1\", \"nettest-2\") shows what is lost; diagnose(\"nettest-2\")"
                    + " why.",
                "begin(\"03\") creates both pods again.")),
        PodReady.expect(
            scene, NEIGHBOUR, "run(\"neighbour\", node(pod(\"nettest-1\").nodeName()))"),
        new Expectation(
            "replies of neighbour reach nettest-1 with ttl 64: no router on the way",
            () -> routers(NEIGHBOUR, 0),
            List.of(
                "Which devices lower the ttl, and which do not?",
                "A bridge does not. Which pods share a bridge?",
                "delete(\"pod/neighbour\"), then run(\"neighbour\","
                    + " node(pod(\"nettest-1\").nodeName()))")));
  }

  private Finding routers(String to, int wanted) {
    Optional<Ping> ping = ping(to);
    if (ping.isEmpty()) {
      return missed("nettest-1 and " + to + " are not both Ready", Suggestions.LIST_PODS);
    }
    if (!ping.get().succeeded()) {
      return missed(ping.get().summary(), Suggestions.diagnose(to));
    }
    TimeToLive ttl = TimeToLive.of(ping.get().replies().getFirst().ttl());
    if (wanted == 0 && !nodeOf(to).equals(nodeOf(Scene.NETTEST_1))) {
      return missed(
          "%s arrives with ttl %d, but from %s: it started with more"
              .formatted(to, ping.get().replies().getFirst().ttl(), nodeOf(to)),
          Suggestions.COUNT_THE_ROUTERS);
    }
    return ttl.routers() == wanted
        ? met(ttl.toString())
        : missed(ttl.toString(), Suggestions.COUNT_THE_ROUTERS);
  }

  private String nodeOf(String name) {
    return scene.find(name).map(Pod::nodeName).orElse("");
  }

  @Override
  public String solution() {
    return """
    run("neighbour", node(pod("nettest-1").nodeName()));
    awaitReady("neighbour")\
    """;
  }
}
