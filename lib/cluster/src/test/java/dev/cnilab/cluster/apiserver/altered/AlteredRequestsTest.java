package dev.cnilab.cluster.apiserver.altered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.PemTrust;
import dev.cnilab.cluster.apiserver.Samples;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever is wrong with a request, the server answers, knows why, and has not changed anything.
 *
 * <p>{@code -Dcnilab.requests=N} sets the number of requests, {@code -Dcnilab.seed=M} draws others.
 */
class AlteredRequestsTest {
  private static final int REQUESTS = 2500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_COMPLAINTS = 40;

  /** What a real server, too, answers with a code from 500 on. */
  private static final List<Pattern> REAL_FAILURES =
      List.of(
          Pattern.compile("failed to create typed patch object"),
          Pattern.compile("failed to convert new object"),
          Pattern.compile("list element types are not identical"),
          Pattern.compile("does not contain declared merge key"),
          Pattern.compile("unknown patch type"),
          Pattern.compile("unsupported role reference kind"),
          Pattern.compile("resourceVersion: Invalid value"),
          Pattern.compile("resourceVersion should not be set on objects to be created"));

  private BareServer server;
  private HttpClient client;

  @BeforeEach
  void start() {
    server = new BareServer(HttpLimits.standard());
    server.put(ResourceTypes.SERVICE_ACCOUNTS, "{metadata: {name: default, namespace: default}}");
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(PemTrust.in(server.endpoint().kubeconfig().authority()))
            .build();
    for (ResourceType type : Samples.types()) {
      String body = Samples.of(type, "existing").json().toString();
      OddRequest valid = OddRequest.valid(type, body);
      assertThat(send(valid).statusCode()).as(valid.toString()).isIn(201, 409);
    }
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void altered_requests_are_answered_and_rejected_ones_change_nothing() {
    long seed = Long.getLong("cnilab.seed", 1);
    Random random = new Random(seed);
    int requests = Integer.getInteger("cnilab.requests", REQUESTS);
    List<String> complaints = new ArrayList<>();
    for (int i = 0; i < requests && complaints.size() < MOST_COMPLAINTS; i++) {
      OddRequest request = OddRequest.draw(random, i);
      long before = revision();
      HttpResponse<String> answer = send(request);
      String story = "request %d: %s%n%s".formatted(i, request, answer.body());
      if (answer.statusCode() >= 500
          && REAL_FAILURES.stream().noneMatch(known -> known.matcher(answer.body()).find())) {
        complaints.add("failed: " + story);
      }
      if ((answer.statusCode() >= 400 || !request.writes()) && revision() != before) {
        complaints.add("changed the store: " + story);
      }
      server.defects().stream().map(defect -> defect + ": " + story).forEach(complaints::add);
      server.defects().clear();
    }

    assertThat(complaints).as("seed " + seed).isEmpty();
  }

  private long revision() {
    return server.loop().call(() -> server.core().store().revision());
  }

  private HttpResponse<String> send(OddRequest request) {
    String address = server.endpoint().kubeconfig().server() + request.target();
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(address))
              .timeout(PATIENCE)
              .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()))
              .header("Authorization", "Bearer " + server.endpoint().kubeconfig().token())
              .header("Content-Type", request.contentType())
              .header("Accept", request.accept())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new AssertionError(request.toString(), failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
