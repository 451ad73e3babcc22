package dev.cnilab.cluster.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.extension.ApiExtension;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Between the HTTP server and the API: reads a request, writes its answer. */
final class RequestHandling extends Handler.Abstract {
  private static final int LARGEST_BODY = 3 * 1024 * 1024;

  private final ApiCore core;
  private final RestApi api;
  private final Authentication authentication;
  private final AtomicInteger openWatches = new AtomicInteger();

  RequestHandling(ApiCore core, Authentication authentication) {
    this.core = core;
    this.api = new RestApi(core);
    this.authentication = authentication;
  }

  int openWatches() {
    return openWatches.get();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Reply reply = reply(request, response);
    switch (reply) {
      case Reply.Document document -> write(response, callback, document);
      case Reply.Binary binary -> {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, binary.contentType());
        response.write(true, binary.content(), callback);
      }
      case Reply.Text text -> {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        write(response, callback, text.text().getBytes(StandardCharsets.UTF_8));
      }
      case Reply.Changes changes ->
          WatchResponse.start(core, changes, response, callback, openWatches);
      case Reply.Log log -> LogResponse.start(core, log, response, callback);
    }
    return true;
  }

  private Reply reply(Request request, Response response) {
    try {
      RestRequest rest = read(request);
      Optional<ApiExtension> extension = core.extensions().serving(rest.path());
      if (extension.isPresent()) {
        core.loop().call(() -> Authorization.require(core, rest));
        requireMeant(rest);
        return extended(extension.get(), rest);
      }
      core.outage().awaitEnd();
      Reply reply = core.loop().call(() -> api.answer(rest));
      rest.warnings()
          .forEach(
              warning ->
                  response
                      .getHeaders()
                      .add("Warning", "299 - \"" + warning.replace("\"", "\\\"") + "\""));
      return reply;
    } catch (ApiException refused) {
      return Reply.Document.failure(refused.status());
    } catch (IllegalArgumentException malformed) {
      return Reply.Document.failure(
          ApiErrors.badRequest(String.valueOf(malformed.getMessage())).status());
    } catch (IOException broken) {
      return Reply.Document.failure(ApiErrors.badRequest(broken.toString()).status());
    } catch (RuntimeException defect) {
      return Reply.Document.failure(ApiErrors.internal(defect.toString()).status());
    }
  }

  /** What an extension does can't be tried: a packet that was sent is under way. */
  private static void requireMeant(RestRequest request) {
    if (request.parameters().containsKey("dryRun")) {
      throw ApiErrors.badRequest(
          "dryRun is not supported by " + String.join("/", request.path().subList(1, 3)));
    }
  }

  private static Reply extended(ApiExtension extension, RestRequest request) {
    List<String> path = request.path().subList(3, request.path().size());
    return Reply.Document.ok(
        extension.answer(
            request.method(),
            path,
            request.body().isEmpty() ? Json.object() : Json.parse(request.body().text())));
  }

  private RestRequest read(Request request) throws IOException {
    String path = request.getHttpURI().getDecodedPath();
    return new RestRequest(
        request.getMethod(),
        Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList(),
        parameters(request),
        text(request, HttpHeader.ACCEPT),
        text(request, HttpHeader.CONTENT_TYPE).split(";", 2)[0].strip(),
        body(request),
        text(request, HttpHeader.USER_AGENT).split("/", 2)[0],
        authentication.user(request.getHeaders(), path),
        new ArrayList<>());
  }

  private static RequestBody body(Request request) throws IOException {
    byte[] body = Content.Source.asInputStream(request).readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new ApiException(
          ApiStatus.of(
              413, "RequestEntityTooLarge", "Request entity too large: limit is " + LARGEST_BODY));
    }
    return new RequestBody(body);
  }

  private static Map<String, List<String>> parameters(Request request) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request, StandardCharsets.UTF_8)) {
      parameters.put(field.getName(), field.getValues());
    }
    return parameters;
  }

  private static String text(Request request, HttpHeader header) {
    String value = request.getHeaders().get(header);
    return value == null ? "" : value;
  }

  private static void write(Response response, Callback callback, Reply.Document document) {
    response.setStatus(document.code());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, document.contentType());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, private");
    int retryAfter = document.json().at("/details/retryAfterSeconds").asInt();
    if (retryAfter > 0) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, retryAfter);
    }
    write(response, callback, bytes(document.json()));
  }

  private static void write(Response response, Callback callback, byte[] bytes) {
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }

  private static byte[] bytes(JsonNode json) {
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
