package dev.cnilab.cluster.apiserver.http.rest.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.connection.intake.Turns;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.apiserver.http.RawConnection;
import dev.cnilab.cluster.apiserver.http.message.RequestBody;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.query.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are parsed before the loop sees them are answered like others. */
@Timeout(60)
class LargeBodiesTest {
  private static final String PADDING = " ".repeat(Turns.SMALL);
  private static final String JSON = "application/json";
  private static final String APPLIED = "application/apply-patch+yaml";

  @AutoClose private final BareServer server = new BareServer(HttpLimits.standard());

  private String send(String method, String target, String type, String body) throws IOException {
    try (RawConnection connection =
        server.request(
            method,
            target,
            "Connection: close",
            "Content-Type: " + type,
            "Content-Length: " + body.length())) {
      return connection.send(body).rest();
    }
  }

  private static String warnings(String answer) {
    return String.join("\n", answer.lines().filter(line -> line.startsWith("Warning: ")).toList());
  }

  private static String status(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n"));
  }

  @Test
  void what_is_parsed_ahead_is_used_once() {
    String text =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{\"a\":\"b\",\"a\":\"c\"}}";
    RestRequest request =
        new RestRequest(
            "POST",
            List.of(),
            new Query(Map.of()),
            "",
            JSON,
            new RequestBody(text.getBytes(StandardCharsets.UTF_8)),
            "",
            User.admin(),
            new ArrayList<>(),
            Verdicts.none());
    Bodies.readAhead(request);
    assertThat(request.body().checked().orElseThrow().errors())
        .containsExactly("duplicate field \"data.a\"");
    assertThat(request.body().takeParsed()).isPresent();
    assertThat(request.body().takeParsed()).isEmpty();
  }

  @Test
  void a_large_body_is_refused_in_the_words_for_a_small_one() throws IOException {
    for (String body : new String[] {"{\"a\":", "[]", "{\"kind\":\"Pod\"}", "{} {}"}) {
      String small = send("POST", BareServer.MAPS, JSON, body + " ".repeat(40));
      assertThat(small).startsWith("HTTP/1.1 400");
      assertThat(status(send("POST", BareServer.MAPS, JSON, body + PADDING)))
          .isEqualTo(status(small));
    }
    String wrong = "a: b: c\n";
    String target = BareServer.MAPS + "/x?fieldManager=me";
    assertThat(status(send("PATCH", target, APPLIED, wrong + PADDING)))
        .isEqualTo(status(send("PATCH", target, APPLIED, wrong)));
  }

  @Test
  void repeated_fields_of_a_large_body_are_reported() throws IOException {
    String map =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"},"
            + "\"data\":{\"a\":\"b\",\"a\":\"c\"}}";
    String made = send("POST", BareServer.MAPS, JSON, map.formatted("m") + PADDING);
    assertThat(made).startsWith("HTTP/1.1 201");
    assertThat(warnings(made)).contains("duplicate field \\\"data.a\\\"");

    String target = BareServer.MAPS + "/y?fieldManager=me";
    String yaml =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\ndata:\n  a: b\n  a: c\n#" + PADDING;
    String applied = send("PATCH", target, APPLIED, yaml);
    assertThat(applied).startsWith("HTTP/1.1 201");
    assertThat(warnings(applied)).contains("key \\\"a\\\" already set in map");
  }
}
