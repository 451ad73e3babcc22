package dev.cnilab.cluster.apiserver.http.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCall;
import dev.cnilab.cluster.apiserver.http.rendering.Encoding;
import dev.cnilab.cluster.apiserver.http.rendering.Indentation;
import dev.cnilab.cluster.apiserver.http.rendering.ObjectsDocument;
import dev.cnilab.cluster.apiserver.http.rendering.Parts;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.proxy.ProxyTarget;
import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.KubeObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What an attempt to answer a request led to. */
public sealed interface Reply {
  /** An answer, to be sent as it is. */
  sealed interface Final extends Reply {}

  /** An answer that is kept as JSON and sent in one of several encodings. */
  sealed interface Encoded extends Final {
    /** The status of HTTP. */
    int code();

    String contentType();

    /** The same in another encoding. */
    Final in(Encoding encoding);

    /** Its bytes. */
    Parts parts(Indentation indentation);
  }

  /** Many objects. */
  record Objects(Encoding encoding, ObjectsDocument document) implements Encoded {
    @Override
    public int code() {
      return 200;
    }

    @Override
    public String contentType() {
      return encoding.mediaType();
    }

    @Override
    public Objects in(Encoding other) {
      return new Objects(other, document);
    }

    @Override
    public Parts parts(Indentation indentation) {
      return encoding.parts(document, indentation);
    }
  }

  /** A document, kept as JSON; its Content-Type says in which encoding it is sent. */
  record Document(int code, String contentType, JsonNode json) implements Encoded {
    public static Document ok(JsonNode json) {
      return new Document(200, "application/json", json);
    }

    public static Document created(JsonNode json) {
      return new Document(201, "application/json", json);
    }

    public static Document failure(ApiStatus status) {
      return new Document(status.code(), "application/json", status.toObject().json());
    }

    @Override
    public Document in(Encoding encoding) {
      return new Document(code, encoding.mediaType(), json);
    }

    @Override
    public Parts parts(Indentation indentation) {
      return Encoding.ofContent(contentType).parts(json, indentation);
    }
  }

  /** A JSON document for people to read, as Go's {@code MarshalIndent} writes it. */
  record Indented(JsonNode json) implements Final {}

  /** A document in another encoding than JSON. */
  record Binary(String contentType, ByteBuffer content) implements Final {}

  /** Plain text. */
  record Text(int code, String text) implements Final {}

  /**
   * A document that the client may have cached.
   *
   * @param tag its ETag, without quotes
   * @param content writes it, on any thread
   */
  record Tagged(String tag, Supplier<Final> content) implements Final {}

  /**
   * A stream of changes.
   *
   * @param since the version to start after; empty to begin with the existing objects
   * @param include what each row of a table contains besides its cells
   * @param timeout after which the server ends the stream, of wall time
   */
  record Changes(
      Selection selection,
      OptionalLong since,
      Bookmarks bookmarks,
      Accepted accepted,
      String include,
      Duration timeout)
      implements Final {}

  /** Which bookmarks a watch sends. */
  enum Bookmarks {
    NONE,
    WANTED,
    /** Also one after the initial objects (a streaming list). */
    INITIAL_EVENTS
  }

  /**
   * Not to be answered yet: the store has not reached the version that the request asks for.
   *
   * @param otherwise the answer if it does not in time
   */
  record NotYet(Document otherwise) implements Reply {}

  /**
   * A container's log.
   *
   * @param node where the container runs, "" if nowhere yet
   * @param query as the kubelet is asked, with its question mark; "" if there is none
   */
  record Log(LogRequest request, String node, String query) implements Final {}

  /**
   * The answer to a client that asks for a stream over SPDY: why no stream can begin, or that the
   * user is not authorized.
   *
   * @param container "" for a stream to the pod itself
   * @param request its path ends with the stream's name
   */
  record Upgrade(KubeObject pod, String container, RestRequest request) implements Final {}

  /**
   * To be passed on to another server over the simulated network.
   *
   * @param prefixParts how many parts of the path, including the empty one before the first slash,
   *     lead to the proxy
   */
  record Proxied(ProxyTarget target, int prefixParts, RestRequest request) implements Final {}

  /** Cannot be answered before these webhooks have been called. */
  record Consulting(List<WebhookCall> calls) implements Reply {}

  /**
   * A part of a large change is done; others may have their turn before the rest.
   *
   * @param rest does the next part, in another event of the loop
   */
  record Unfinished(Supplier<Reply> rest) implements Reply {}
}
