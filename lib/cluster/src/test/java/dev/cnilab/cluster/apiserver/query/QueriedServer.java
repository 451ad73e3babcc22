package dev.cnilab.cluster.apiserver.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A server that is asked with queries. */
abstract class QueriedServer {
  static final String ONE = BareServer.MAPS + "/first";
  @AutoClose static BareServer server;

  @BeforeAll
  static void start() {
    server = new BareServer(HttpLimits.standard().withFreshness(Duration.ofMillis(20)));
    for (String name : new String[] {"first", "second", "third"}) {
      server.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: " + name + ", namespace: default}}");
    }
    server.put(
        ResourceTypes.PODS,
        "{metadata: {name: p, namespace: default}, spec: {containers: [{name: c}]}}");
  }

  static JsonNode body(String answer) {
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    return Json.parse(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
  }

  static JsonNode get(String target) throws IOException {
    return body(server.answer("GET", target));
  }
}
