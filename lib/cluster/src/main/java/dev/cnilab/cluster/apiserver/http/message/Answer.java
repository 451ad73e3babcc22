package dev.cnilab.cluster.apiserver.http.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.connection.intake.HeldBytes;
import dev.cnilab.cluster.apiserver.connection.intake.RefusedBody;
import dev.cnilab.cluster.apiserver.connection.intake.TooManyRequestsException;
import dev.cnilab.cluster.apiserver.http.rendering.Encoding;
import dev.cnilab.cluster.apiserver.http.rendering.Indentation;
import dev.cnilab.cluster.apiserver.http.rendering.Parts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** A request that is being answered. */
public final class Answer {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Duration discard;
  private final HeldBytes held;
  private volatile boolean bodyIsRead;
  private volatile List<String> warnings = List.of();

  /**
   * A request of which only the headers have been read.
   *
   * @param discard how long the body is still read if the request is refused before
   * @param held by all requests
   */
  public Answer(
      Request request, Response response, Callback callback, Duration discard, HeldBytes held) {
    this.held = held;
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.discard = discard;
  }

  public Request request() {
    return request;
  }

  public Response response() {
    return response;
  }

  public Callback callback() {
    return callback;
  }

  public void bodyIsRead() {
    bodyIsRead = true;
  }

  /** Sets the list of warnings that are sent with the answer. */
  public void warnings(List<String> collected) {
    warnings = collected;
  }

  public void send(Reply.Document document) {
    JsonNode retryAfter = document.json().at("/details/retryAfterSeconds");
    if (retryAfter.isNumber()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, retryAfter.asText());
    }
    sendEncoded(document);
  }

  public void send(Reply.Objects objects) {
    sendEncoded(objects);
  }

  private void sendEncoded(Reply.Encoded reply) {
    response.setStatus(reply.code());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, private");
    send(reply.contentType(), reply.parts(indentation()));
  }

  private Indentation indentation() {
    String agent = request.getHeaders().get(HttpHeader.USER_AGENT);
    return Indentation.of(pretty(), Objects.requireNonNullElse(agent, ""));
  }

  /** Hardly any request has it, so that its query need not be parsed once more. */
  private String pretty() {
    String query = request.getHttpURI().getQuery();
    return query == null || !query.contains("pretty")
        ? ""
        : RequestQuery.of(request).text("pretty");
  }

  public void send(Reply.Indented document) {
    send(Encoding.JSON.mediaType(), Encoding.JSON.parts(document.json(), Indentation.TWO_SPACES));
  }

  public void send(Reply.Binary binary) {
    send(binary.contentType(), binary.content());
  }

  public void send(Reply.Text text) {
    response.setStatus(text.code());
    if (text.code() == HttpStatus.TOO_MANY_REQUESTS_429) {
      TooManyRequestsException.announce(response);
    }
    byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
    send("text/plain; charset=utf-8", ByteBuffer.wrap(bytes));
  }

  /**
   * Sets the ETag of the answer; if the client has that version, answers so at once and returns
   * true.
   */
  public boolean isKept(String tag) {
    String quoted = '"' + tag + '"';
    response.getHeaders().put(HttpHeader.ETAG, quoted);
    if (!quoted.equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
      return false;
    }
    response.setStatus(HttpStatus.NOT_MODIFIED_304);
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    return true;
  }

  /** Sends a document, unless there is no room for it. */
  private void send(String contentType, Parts document) {
    HeldBytes.Share share = held.share();
    Request.addCompletionListener(request, failure -> share.end());
    if (share.hold(Math.min(document.memory(), held.most()))) {
      send(contentType, new PartSource(document, request.getComponents().getExecutor()));
    } else {
      send(new Reply.Text(HttpStatus.TOO_MANY_REQUESTS_429, TooManyRequestsException.TEXT));
    }
  }

  private void send(String contentType, ByteBuffer content) {
    send(contentType, Content.Source.from(content));
  }

  private void send(String contentType, Content.Source content) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    Warnings.headers(List.copyOf(warnings))
        .forEach(warning -> response.getHeaders().add("Warning", warning));
    Callback sent = callback;
    if (!bodyIsRead) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      sent = Callback.from(() -> RefusedBody.discard(request, discard, callback), callback::failed);
    }
    Content.copy(content, response, sent);
  }
}
