package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Leeway;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** 18: an incident on a cluster of its own, and any number of further ones. */
record BeOnCall(Scene scene) implements Step {

  /** The cluster with the incident. */
  private static final String CLUSTER = "on-call";

  private static final String SLICES =
      "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices"
          + "?labelSelector=kubernetes.io/service-name%3Ddb";
  private static final String SERVICE = "/api/v1/namespaces/shop/services/db";
  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/shop/deployments/db";

  /** kube-proxy needs a moment to apply the latest changes. */
  private static final String CALLS =
      "sleep 2; curl -s -o /dev/null -m 4 -w '%{http_code} ' http://db:5432/hostname;"
          + " curl -s -o /dev/null -m 4 -w '%{http_code}' http://web/hostname";

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
    scene.cluster().further().end(CLUSTER);
  }

  @Override
  public Leeway leeway() {
    return Leeway.EVERYTHING;
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
        shop()
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

  private Optional<Scene> shop() {
    return scene.beside(CLUSTER);
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "the shop's clients reach its Services on both workers",
            () -> shop().map(BeOnCall::served).orElseGet(BeOnCall::noShop),
            List.of(
                "Has the incident begun? onCall(189) starts it, on a cluster of its own.",
                "All pods are Ready, so look at what leads to them: manifest(\"shop/service/db\")",
                "The Service selects app=database; its pods have app=db.")),
        new Expectation(
            "the Service db selects what its Deployment makes",
            () -> shop().map(BeOnCall::selects).orElseGet(BeOnCall::noShop),
            List.of(
                "A pod that was given another label is gone with the next rollout.",
                "Compare the Service's selector with the labels in the Deployment's template.",
                "patch(\"shop/service/db\", \"spec: {selector: {app: db}}\")")));
  }

  private static Finding noShop() {
    return missed("no incident has begun", Suggestions.BE_ON_CALL);
  }

  private static Finding served(Scene shop) {
    List<Pod> clients = shop.workloads().pods("shop", "app=client").list();
    for (Pod client : clients) {
      String printed = client.sh(CALLS).printed().strip();
      if (!printed.equals("200 200")) {
        return missed(client.name() + " gets " + printed, Suggestions.LOOK_AT_THE_SERVICE);
      }
    }
    return clients.isEmpty() ? noShop() : met(clients.size() + " clients get their answers");
  }

  private static Finding selects(Scene shop) {
    Map<String, String> selector =
        shop.cluster().find(SERVICE).orElse(Json.ABSENT).fields("/spec/selector");
    Map<String, String> labels =
        shop.cluster()
            .find(DEPLOYMENT)
            .orElse(Json.ABSENT)
            .fields("/spec/template/metadata/labels");
    return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet())
        ? met(selector.toString())
        : missed(
            "it selects %s; the Deployment makes %s".formatted(selector, labels),
            Suggestions.LOOK_AT_THE_SERVICE);
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
