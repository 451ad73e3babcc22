package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.Yaml;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.WaitQueue;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AskingTest {
  private static final String MAP =
      "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"m\"}}";

  @AutoClose private final BareServer server = new BareServer(HttpLimits.standard());

  /** A webhook's address; the task that reads it waits until it is interrupted. */
  private static final class SilentAddress extends TextNode {
    private static final long serialVersionUID = 1;
    private final transient WaitQueue silence;
    private final transient CountDownLatch givenUp = new CountDownLatch(1);

    SilentAddress(WaitQueue silence) {
      super("https://10.0.0.1/");
      this.silence = silence;
    }

    @Override
    public String asText() {
      try {
        silence.await();
        return super.asText();
      } finally {
        givenUp.countDown();
      }
    }
  }

  @Test
  void a_webhook_call_is_abandoned_when_the_request_times_out()
      throws IOException, InterruptedException {
    SilentAddress address = new SilentAddress(new WaitQueue(server.loop()));
    KubeObject hook =
        Yaml.object(
                "{metadata: {name: hook}, webhooks: [{name: hook.example.com, clientConfig: {},"
                    + " rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE],"
                    + " resources: [configmaps]}]}]}")
            .edit(json -> ((ObjectNode) json.at("/webhooks/0/clientConfig")).set("url", address));
    server.put(ResourceTypes.MUTATING_WEBHOOKS, hook);

    try (RawConnection client =
        server.request(
            "POST",
            BareServer.MAPS + "?timeout=100ms",
            "Connection: close",
            "Content-Type: application/json",
            "Content-Length: " + MAP.length())) {
      assertThat(client.send(MAP).rest()).startsWith("HTTP/1.1 504");
    }
    assertThat(address.givenUp.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
