package dev.cnilab.cluster.apiserver.admission.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.proxy.ServerNetwork;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.image.http.HttpReceived;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.loop.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a webhook is a failed call, about which its failurePolicy decides. */
class WebhookCallerTest {
  private static WebhookCall call(String url) {
    return new WebhookCall(
        "key", Json.object().put("url", url), Duration.ofSeconds(1), Json.object());
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

  @ParameterizedTest
  @ValueSource(strings = {"https://10.0.0.1/%", "https://300.0.0.1/", "https:10.0.0.1"})
  void an_address_that_is_none_is_a_failure(String url) {
    WebhookCaller caller =
        new WebhookCaller(
            new ServerNetwork(),
            new ObjectStore(100, Throwable::printStackTrace),
            EventLoop.onDemand(1));
    assertThat(caller.ask(List.of(call(url))).get("key")).isInstanceOf(WebhookAnswer.Failed.class);
  }
}
