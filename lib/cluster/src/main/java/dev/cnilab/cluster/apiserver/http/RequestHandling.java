package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.connection.Connections;
import dev.cnilab.cluster.apiserver.connection.intake.HeldBytes;
import dev.cnilab.cluster.apiserver.connection.intake.IncomingBody;
import dev.cnilab.cluster.apiserver.connection.intake.Seats;
import dev.cnilab.cluster.apiserver.connection.intake.TooManyRequestsException;
import dev.cnilab.cluster.apiserver.connection.intake.Turns;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.custom.ApiExtension;
import dev.cnilab.cluster.apiserver.http.access.Authentication;
import dev.cnilab.cluster.apiserver.http.access.Authorization;
import dev.cnilab.cluster.apiserver.http.access.InFlight;
import dev.cnilab.cluster.apiserver.http.message.Accepted;
import dev.cnilab.cluster.apiserver.http.message.Answer;
import dev.cnilab.cluster.apiserver.http.message.Failures;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RequestBody;
import dev.cnilab.cluster.apiserver.http.message.RequestPath;
import dev.cnilab.cluster.apiserver.http.message.RequestQuery;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rest.RestApi;
import dev.cnilab.cluster.apiserver.http.rest.body.Bodies;
import dev.cnilab.cluster.apiserver.http.watch.WatchResponse;
import dev.cnilab.cluster.apiserver.http.watch.WatchSocket;
import dev.cnilab.cluster.apiserver.http.watch.Watchers;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Connects the HTTP server with the API. First the user is determined, then the body is read, then
 * the loop answers; no thread waits for a client or for the loop, and each request is answered in
 * time.
 */
final class RequestHandling extends Handler.Abstract {
  /**
   * For requests that advance the cluster's clock or start a cluster: the work itself is bounded.
   */
  private static final Duration PATIENCE_WITH_EXTENSIONS = Duration.ofHours(1);

  /** Trees take many times the size of the bodies that they are made of. */
  private static final int PART_IN_TURN = 8;

  private final ApiCore core;
  private final Asking asking;
  private final Authentication authentication;
  private final Authorization authorization;
  private final HttpLimits limits;
  private final Connections connections;
  private final HeldBytes held;
  private final Seats seats;
  private final Turns turns;
  private final Executor threads;
  private final Watchers watchers;

  RequestHandling(
      ApiCore core,
      Authentication authentication,
      HttpLimits limits,
      Connections connections,
      HeldBytes held,
      Watchers watchers,
      Executor threads) {
    super(InvocationType.NON_BLOCKING);
    this.core = core;
    this.asking = new Asking(core, new RestApi(core), threads);
    this.authentication = authentication;
    this.authorization = new Authorization(core.rbac(), core.resources());
    this.limits = limits;
    this.connections = connections;
    this.held = held;
    this.seats = new Seats(limits.reading(), limits.mutating());
    this.turns = new Turns(limits.held() / PART_IN_TURN, threads);
    this.threads = threads;
    this.watchers = watchers;
  }

  int openWatches() {
    return watchers.open();
  }

  long room() {
    return held.left();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    connections.begin(request);
    Answer answer = new Answer(request, response, callback, limits.discard(), held);
    String path = RequestPath.of(request);
    Duration patience;
    try {
      patience = patience(path, RequestQuery.of(request).text("timeout"));
    } catch (ApiException refused) {
      answer.send(Reply.Document.failure(refused.status()));
      return true;
    }
    long end = System.nanoTime() + patience.toNanos();
    admitted(request, seats.guest(request))
        .thenComposeAsync(head -> replyTo(request, head, answer, end), threads)
        .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(failure -> failed(request, failure))
        .thenAcceptAsync(reply -> send(reply, answer), threads)
        .exceptionally(
            failure -> {
              callback.failed(failure);
              return null;
            });
    return true;
  }

  private static Reply.Final failed(Request request, Throwable failure) {
    return Failures.isOfTooManyRequests(failure)
        ? new Reply.Text(HttpStatus.TOO_MANY_REQUESTS_429, TooManyRequestsException.TEXT)
        : Reply.Document.failure(Failures.status(failure))
            .in(Accepted.encoding(text(request, HttpHeader.ACCEPT), Accepted.BUILT_IN));
  }

  /** A client may ask for an answer sooner than usual. */
  private Duration patience(String path, @Nullable String asked) {
    Duration usual =
        core.extensions().serving(parts(path)).isPresent()
            ? PATIENCE_WITH_EXTENSIONS
            : limits.request();
    if (asked == null || asked.isEmpty()) {
      return usual;
    }
    Duration wanted =
        GoDuration.parse(asked)
            .orElseThrow(
                () ->
                    ApiErrors.badRequest(
                        "invalid timeout specified in the request URL - time: invalid duration "
                            + GoText.quote(asked)));
    return !wanted.isZero() && wanted.compareTo(usual) < 0 ? wanted : usual;
  }

  /** The request without its body, once its user is authorized. */
  private CompletableFuture<RestRequest> admitted(Request request, Seats.Guest guest) {
    boolean inOutage = core.outage().isOn();
    return core.loop()
        .submit(() -> admit(request, guest))
        .exceptionallyComposeAsync(
            refused ->
                inOutage || core.outage().isOn()
                    ? admittedAfterOutage(request, guest)
                    : CompletableFuture.failedFuture(refused),
            threads);
  }

  /** During a reset nobody has any rights, until they are restored. */
  private CompletableFuture<RestRequest> admittedAfterOutage(Request request, Seats.Guest guest) {
    core.outage().awaitEnd();
    return core.loop().submit(() -> admit(request, guest));
  }

  private RestRequest admit(Request request, Seats.Guest guest) {
    RestRequest head = read(request, authentication.user(request));
    InFlight.enter(head, guest);
    authorization.require(head);
    return head;
  }

  private CompletableFuture<Reply.Final> replyTo(
      Request request, RestRequest head, Answer answer, long end) {
    return IncomingBody.read(
        request,
        RequestBody.LARGEST,
        held,
        threads,
        body -> {
          answer.bodyIsRead();
          RestRequest rest = head.with(new RequestBody(body));
          answer.warnings(rest.warnings());
          return core.extensions()
              .serving(rest.path())
              .map(extension -> extended(extension, rest))
              .orElseGet(
                  () -> {
                    core.outage().awaitEnd();
                    return turns.take(body.length, () -> asked(rest, body.length, end));
                  });
        });
  }

  /** The loop need not parse a body that is large. */
  private CompletableFuture<Reply.Final> asked(RestRequest request, int size, long end) {
    if (size > Turns.SMALL && System.nanoTime() - end < 0) {
      Bodies.readAhead(request);
    }
    return asking.answer(request, limits.freshness(), end);
  }

  /** An extension may wait for the loop, so it gets a thread of its own. */
  private CompletableFuture<Reply.Final> extended(ApiExtension extension, RestRequest request) {
    if (request.query().has("dryRun")) {
      // An extension's action can't be a dry run: a packet that was sent is on its way.
      throw ApiErrors.badRequest(
          "dryRun is not supported by " + String.join("/", request.path().subList(1, 3)));
    }
    return CompletableFuture.supplyAsync(
        () -> answer(extension, request), Thread::startVirtualThread);
  }

  private static Reply.Final answer(ApiExtension extension, RestRequest request) {
    List<String> path = request.path().subList(3, request.path().size());
    return Reply.Document.ok(
        extension.answer(
            request.method(),
            path,
            request.body().isEmpty() ? Json.object() : Json.parse(request.body().text())));
  }

  private void send(Reply.Final reply, Answer answer) {
    switch (reply) {
      case Reply.Document document -> answer.send(document);
      case Reply.Objects objects -> answer.send(objects);
      case Reply.Binary binary -> answer.send(binary);
      case Reply.Tagged tagged -> {
        if (!answer.isKept(tagged.tag())) {
          send(tagged.content().get(), answer);
        }
      }
      case Reply.Text text -> answer.send(text);
      case Reply.Indented document -> answer.send(document);
      case Reply.Changes changes when WatchSocket.isWanted(answer.request()) ->
          WatchSocket.accept(
              watchers, changes, answer.request(), answer.response(), answer.callback());
      case Reply.Changes changes ->
          WatchResponse.start(
              watchers, changes, answer.request(), answer.response(), answer.callback());
      case Reply.Proxied proxied ->
          ProxyResponse.start(core.egress(), limits, threads, proxied, answer);
      case Reply.Upgrade upgrade -> {
        var unused =
            UpgradeRefusal.of(core.egress(), limits, upgrade)
                .thenAcceptAsync(refusal -> send(refusal, answer), threads);
      }
      case Reply.Log log ->
          LogResponse.start(
              core.egress(), threads, log, answer.request(), answer.response(), answer.callback());
    }
  }

  private static RestRequest read(Request request, User user) {
    return new RestRequest(
        request.getMethod(),
        parts(RequestPath.of(request)),
        RequestQuery.of(request),
        text(request, HttpHeader.ACCEPT),
        text(request, HttpHeader.CONTENT_TYPE).split(";", 2)[0].strip(),
        RequestBody.NONE,
        text(request, HttpHeader.USER_AGENT).split("/", 2)[0],
        user,
        new ArrayList<>(),
        Verdicts.none());
  }

  private static List<String> parts(String path) {
    return Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
  }

  private static String text(Request request, HttpHeader header) {
    return Optional.ofNullable(request.getHeaders().get(header)).orElse("");
  }
}
