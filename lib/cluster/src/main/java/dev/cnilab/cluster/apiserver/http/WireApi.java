package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.http.access.Authorization;
import dev.cnilab.cluster.apiserver.http.message.Accepted;
import dev.cnilab.cluster.apiserver.http.message.Answer;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RequestBody;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rendering.Encoding;
import dev.cnilab.cluster.apiserver.http.rendering.Indentation;
import dev.cnilab.cluster.apiserver.http.rest.RestApi;
import dev.cnilab.cluster.apiserver.query.Query;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.gonet.GoQuery;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.userland.process.Process;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The API for requests that arrive over the simulated network: as over HTTP, but without streams.
 * On the loop only.
 */
public final class WireApi {
  /** How the paths of objects begin, which only etcd has. */
  private static final Set<String> OF_OBJECTS = Set.of("api", "apis");

  private final ApiCore core;
  private final RestApi api;
  private final Authorization authorization;

  public WireApi(ApiCore core) {
    this.core = core;
    this.api = new RestApi(core);
    this.authorization = new Authorization(core.rbac(), core.resources());
  }

  /**
   * Sets the process in whose network the server runs.
   *
   * @param toKubelets the credential it uses with kubelets
   */
  public void serveFrom(Process process, Credential toKubelets) {
    core.egress().network().serveFrom(process, toKubelets);
  }

  /** Sets how the server finds out whether it reaches etcd. */
  public void storeThrough(BooleanSupplier etcd) {
    core.etcd().through(etcd);
  }

  /** Sets whether bootstrap tokens are accepted. */
  public void acceptBootstrapTokens(boolean accepted) {
    core.bootstrapTokens().enable(accepted);
  }

  /**
   * A complete answer.
   *
   * @param code of HTTP
   */
  public record Answer(int code, String contentType, String body) {}

  /** Answers a request. */
  public Answer answer(HttpRequest asked) {
    int mark = asked.target().indexOf('?');
    Query query = new Query(GoQuery.parse(mark < 0 ? "" : asked.target().substring(mark + 1)));
    Indentation indentation = Indentation.of(query.text("pretty"), asked.header("User-Agent"));
    try {
      return rendered(reply(asked, query), indentation);
    } catch (ApiException refused) {
      return rendered(failure(refused, asked), indentation);
    } catch (IllegalArgumentException malformed) {
      return rendered(
          failure(ApiErrors.badRequest(String.valueOf(malformed.getMessage())), asked),
          indentation);
    }
  }

  private static Reply.Final failure(ApiException refused, HttpRequest asked) {
    return Reply.Document.failure(refused.status())
        .in(Accepted.encoding(asked.header("Accept"), Accepted.TEXT));
  }

  private Reply.Final reply(HttpRequest asked, Query query) {
    Optional<String> token = asked.bearer();
    User user =
        token.isEmpty()
            ? User.anonymous()
            : core.authenticate(token.get()).orElseThrow(ApiErrors::unauthorized);
    RestRequest request =
        new RestRequest(
            asked.method(),
            Arrays.stream(asked.path().split("/", -1)).filter(part -> !part.isEmpty()).toList(),
            query,
            textOnly(asked.header("Accept")),
            asked.header("Content-Type").split(";", 2)[0].strip(),
            new RequestBody(asked.body().getBytes(StandardCharsets.UTF_8)),
            asked.header("User-Agent").split("/", 2)[0],
            user,
            new ArrayList<>(),
            Verdicts.none());
    authorization.require(request);
    if (request.path().size() > 2 && OF_OBJECTS.contains(request.path().getFirst())) {
      core.etcd().require();
    }
    return answered(request);
  }

  /**
   * What is accepted besides protobuf, as answers are text here.
   *
   * @throws ApiException 406 if it is nothing
   */
  private static String textOnly(String accept) {
    String rest =
        Arrays.stream(accept.split(",", -1))
            .filter(alternative -> !alternative.contains(Encoding.PROTOBUF.mediaType()))
            .collect(Collectors.joining(","));
    if (rest.isBlank() && !accept.isBlank()) {
      throw ApiErrors.notAcceptable(String.join(", ", Accepted.producedByDiscovery()));
    }
    return rest;
  }

  private Reply.Final answered(RestRequest request) {
    return answered(request, api.answer(request));
  }

  private Reply.Final answered(RestRequest request, Reply reply) {
    return switch (reply) {
      case Reply.Final ready -> ready;
      case Reply.Unfinished part -> answered(request, part.rest().get());
      case Reply.Consulting consulting ->
          answered(request.with(request.verdicts().with(core.webhooks().ask(consulting.calls()))));
      case Reply.NotYet late -> late.otherwise();
    };
  }

  private static Answer rendered(Reply.Final reply, Indentation indentation) {
    return switch (reply) {
      case Reply.Encoded document ->
          new Answer(
              document.code(),
              document.contentType(),
              new String(document.parts(indentation).rest(), StandardCharsets.UTF_8));
      case Reply.Indented document ->
          new Answer(200, Encoding.JSON.mediaType(), GoJson.marshalForReading(document.json()));
      case Reply.Text text -> new Answer(text.code(), "text/plain; charset=utf-8", text.text());
      case Reply.Tagged tagged -> rendered(tagged.content().get(), indentation);
      case Reply.Binary binary ->
          rendered(
              Reply.Document.failure(ApiErrors.notAcceptable(Encoding.JSON.mediaType()).status()),
              indentation);
      case Reply.Changes stream -> rendered(notStreamed(), indentation);
      case Reply.Log stream -> rendered(notStreamed(), indentation);
      case Reply.Proxied elsewhere -> rendered(notStreamed(), indentation);
      case Reply.Upgrade stream -> rendered(notStreamed(), indentation);
    };
  }

  private static Reply.Final notStreamed() {
    return Reply.Document.failure(
        ApiErrors.badRequest("streams are not served on this port; ask without watch and follow")
            .status());
  }
}
