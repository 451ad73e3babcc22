package dev.cnilab.cluster.apiserver.admission.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.proxy.ServerNetwork;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.image.http.HttpReceived;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a webhook is a failed call, about which its failurePolicy decides. */
class WebhookCallerTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final WebhookCaller caller =
      new WebhookCaller(
          new ServerNetwork(), new ObjectStore(100, Throwable::printStackTrace), loop);

  private static WebhookCall call(String url) {
    return call("key", Json.object().put("url", url));
  }

  private static WebhookCall call(String key, ObjectNode client) {
    return new WebhookCall(key, client, Duration.ofSeconds(1), Json.object());
  }

  /** The result of a task that asks; not completed if the task still waits after a minute. */
  private CompletableFuture<Map<String, WebhookAnswer>> asked(WebhookCall... calls) {
    CompletableFuture<Map<String, WebhookAnswer>> answers = new CompletableFuture<>();
    loop.call(
        () ->
            loop.spawn(
                "asking",
                () -> {
                  try {
                    answers.complete(caller.ask(List.of(calls)));
                  } catch (RuntimeException failed) {
                    answers.completeExceptionally(failed);
                  }
                }));
    loop.advance(Duration.ofMinutes(1));
    return answers;
  }

  @Test
  void an_answer_that_is_not_json_is_a_failure() {
    HttpReceived page = new HttpReceived(200, Map.of(), "<html>".getBytes(StandardCharsets.UTF_8));
    assertThat(WebhookCaller.read(page, call("https://10.0.0.1/")))
        .isEqualTo(
            new WebhookAnswer.Failed(
                "failed to call webhook: couldn't get version/kind; json parse error: invalid"
                    + " character '<' looking for beginning of value"));
  }

  @Test
  void an_invalid_ip_address_is_looked_up_as_a_name() {
    Map<String, WebhookAnswer> answers = asked(call("https://999.1.1.1/")).join();

    assertThat(answers.get("key").toString()).contains("lookup 999.1.1.1").contains("no such host");
  }

  @Test
  void an_answer_with_another_uid_is_a_failure() {
    byte[] other = "{\"response\": {\"uid\": \"b\"}}".getBytes(StandardCharsets.UTF_8);
    ObjectNode review = Json.object();
    review.putObject("request").put("uid", "a");
    WebhookCall call = new WebhookCall("key", Json.object(), Duration.ofSeconds(1), review);
    assertThat(WebhookCaller.read(new HttpReceived(200, Map.of(), other), call))
        .isEqualTo(
            new WebhookAnswer.Failed(
                "received invalid webhook response: expected response.uid=\"a\", got \"b\""));
  }

  @Test
  void a_review_without_an_answer_is_a_failure() {
    byte[] empty = "{\"response\": null}".getBytes(StandardCharsets.UTF_8);
    assertThat(
            WebhookCaller.read(new HttpReceived(200, Map.of(), empty), call("https://10.0.0.1/")))
        .isEqualTo(
            new WebhookAnswer.Failed(
                "received invalid webhook response: webhook response was absent"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://10.0.0.1/%", "https://300.0.0.1/", "https:10.0.0.1"})
  void an_invalid_address_is_a_failure(String url) {
    assertThat(asked(call(url)).join().get("key")).isInstanceOf(WebhookAnswer.Failed.class);
  }

  @Test
  void calls_with_the_same_key_do_not_wait_forever() {
    WebhookCall call = call("https://10.0.0.1/");
    assertThat(asked(call, call)).isCompletedWithValueMatching(answers -> answers.size() == 1);
  }

  @Test
  void an_exception_in_one_call_is_thrown() {
    TextNode broken =
        new TextNode("") {
          private static final long serialVersionUID = 1;

          @Override
          public String asText() {
            throw new IllegalStateException("defect");
          }
        };
    assertThat(asked(call("https://10.0.0.1/"), call("broken", Json.object().set("url", broken))))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("defect");
  }
}
