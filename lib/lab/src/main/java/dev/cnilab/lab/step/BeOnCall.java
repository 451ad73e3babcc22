package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.duty.Logbook;
import dev.cnilab.lab.duty.Played;
import dev.cnilab.lab.problem.Suggestions;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import java.util.List;

/** 18: an incident on a cluster of its own, and as many more as somebody likes. */
record BeOnCall(Scene scene) implements Step {

  /** Where the incident is. */
  private static final String CLUSTER = "on-call";

  private static final String SLICES =
      "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices"
          + "?labelSelector=kubernetes.io/service-name%3Ddb";

  @Override
  public String number() {
    return "18";
  }

  @Override
  public String title() {
    return "on call";
  }

  @Override
  public void begin() {
    scene.removeAllBut();
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "refused",
            "Connections to a Service are refused at once. What refuses them here?",
            List.of(
                "the pod behind it: nothing listens at its port",
                "the node: the Service has no endpoint",
                "CoreDNS: the name has no address"),
            this::whoRefuses));
  }

  private Observation whoRefuses() {
    List<Json> slices =
        scene
            .beside(CLUSTER)
            .flatMap(shop -> shop.cluster().find(SLICES))
            .map(found -> found.list("/items"))
            .orElse(List.of());
    if (slices.isEmpty()) {
      return Observation.none("there is no cluster with a Service `db`");
    }
    return slices.stream().allMatch(slice -> slice.list("/endpoints").isEmpty())
        ? new Observation(
            "b", "the Service `db` has no endpoint, so kube-proxy rejects what is for its address")
        : new Observation("a", "the Service `db` has an endpoint, so an answer comes from there");
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "your last incident was diagnosed and repaired",
            BeOnCall::last,
            List.of(
                "Is it over? resolved() looks at the cluster, and says what is not as it was.",
                "The page's table has the answers to choose from: answer(\"b\", \"e\") takes two"
                    + " letters.",
                "Nothing in front of the Service `db` is broken, and its pod is Ready: compare the"
                    + " labels that manifest(\"shop/service/db\") selects with those of the"
                    + " pod.")));
  }

  private static Finding last() {
    List<Played> played = Logbook.fromEnvironment().played();
    if (played.isEmpty()) {
      return missed("no incident is in your record", Suggestions.BE_ON_CALL);
    }
    Played last = played.getLast();
    return last.missed()
        ? missed("incident " + last.seed() + " was not both", Suggestions.BE_ON_CALL)
        : met("incident " + last.seed());
  }

  @Override
  public String solution() {
    return """
    predict("refused", "b");
    answer("A Service selects nothing", "service shop/db");
    patch("shop/service/db", "spec: {selector: {app: db}}")\
    """;
  }
}
