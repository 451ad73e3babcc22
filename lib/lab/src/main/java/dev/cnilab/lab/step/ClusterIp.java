package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.PodReady;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.service.Outcome;
import dev.cnilab.lab.service.Request;
import dev.cnilab.lab.service.Services;
import java.util.List;

/** 14: Services; which symptom belongs to which layer. */
record ClusterIp(Scene scene) implements Step {

  private static final String WEB = "web";
  private static final String SLEEPERS = "nettest-svc";
  private static final String WRONG_SELECTOR = "web-selector";
  private static final String SELECTS =
      "Look at its selector: kubectl get service web-selector web-port -o wide";
  private static final String WRONG_PORT = "web-port";

  @Override
  public String number() {
    return "14";
  }

  @Override
  public String title() {
    return "a Service's address";
  }

  @Override
  public void begin() {
    scene.heal();
    scene.web();
    scene.nettest();
    scene.waits().ready(WEB);
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "sleepers",
            "nettest-svc has two Ready pods behind it. They run sleep. What does curl see?",
            List.of(
                "refused, at once",
                "a timeout after five seconds",
                "no such host",
                "an answer: HTTP 503"),
            () -> outcome(SLEEPERS)),
        new Question(
            "selector",
            "The selector of web-selector is misspelt: it matches no pod. What does curl see?",
            List.of(
                "refused, at once",
                "a timeout after five seconds",
                "no such host",
                "an answer: HTTP 503"),
            () -> outcome(WRONG_SELECTOR)));
  }

  private Observation outcome(String service) {
    if (scene.ready(Scene.NETTEST_1).isEmpty() || services().find(service).isEmpty()) {
      return Observation.none("nettest-1 is not Ready, or there is no Service " + service);
    }
    Request request = request(service);
    String letter =
        switch (request.outcome()) {
          case REFUSED, REFUSED_WITHOUT_ENDPOINTS -> "a";
          case TIMEOUT, NAME_TIMEOUT -> "b";
          case NO_SUCH_HOST -> "c";
          case OK -> request.says().contains("503") ? "d" : "";
          case OTHER -> "";
        };
    return new Observation(letter, request.says() + "; endpoints: " + request.endpoints());
  }

  private Services services() {
    return new Services(scene.cluster(), scene.workloads());
  }

  private Request request(String service) {
    return services().request(scene.workloads().pod(Scene.NETTEST_1), service);
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        PodReady.expect(scene, WEB, "apply(\"manifests/web.yaml\")"),
        answers(
            WEB,
            List.of(
                "This Service worked when you applied it. What has your repair changed?",
                "Compare its selector with the labels of pod web.",
                "apply(\"manifests/services.yaml\") and apply(\"manifests/web.yaml\")")),
        answers(
            WRONG_SELECTOR,
            List.of(
                "Who decides which pods are behind a Service?",
                "Compare the selector with the labels: `kubectl get service web-selector -o wide`,"
                    + " `kubectl get pods --show-labels`.",
                "patch(\"service/web-selector\", \"spec: {selector: {app: web}}\")")),
        answers(
            WRONG_PORT,
            List.of(
                "There are endpoints. What is different about them?",
                "request(\"nettest-1\", \"web\", \"web-port\") shows the port of each. "
                    + "On which does nginx listen?",
                "patch(\"service/web-port\", \"spec: {ports: [{port: 80, targetPort: 80}]}\")")));
  }

  private Expectation answers(String service, List<String> hints) {
    return new Expectation("nettest-1 gets an answer from " + service, () -> look(service), hints);
  }

  private Finding look(String service) {
    if (services().find(service).isEmpty()) {
      return missed("there is no Service of that name", Suggestions.APPLY_THE_SERVICES);
    }
    if (!services().selects(service)) {
      return missed("it has no selector: its endpoints stay when the pod goes", SELECTS);
    }
    Request request = request(service);
    if (request.outcome() == Outcome.OK && request.endpoints().isEmpty()) {
      return missed("it has no endpoints: it is only a name of another Service", SELECTS);
    }
    return request.outcome() == Outcome.OK
        ? met("%s, %s".formatted(request.says(), request.endpoints()))
        : missed(
            "%s; endpoints: %s".formatted(request.says(), request.endpoints()),
            Suggestions.LOOK_AT_LAYER + request.outcome().layer());
  }

  @Override
  public String solution() {
    return """
    patch("service/web-selector", "spec: {selector: {app: web}}");
    patch("service/web-port", "spec: {ports: [{port: 80, targetPort: 80}]}")\
    """;
  }
}
