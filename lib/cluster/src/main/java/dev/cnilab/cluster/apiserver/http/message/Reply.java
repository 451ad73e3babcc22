package dev.cnilab.cluster.apiserver.http.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCall;
import dev.cnilab.cluster.apiserver.node.LogRequest;
import dev.cnilab.cluster.apiserver.proxy.ProxyTarget;
import dev.cnilab.cluster.apiserver.storage.Selection;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.KubeObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What a request is answered with. */
public sealed interface Reply {
  /** A JSON document. */
  record Document(int code, String contentType, JsonNode json) implements Reply {
    public static Document ok(JsonNode json) {
      return new Document(200, "application/json", json);
    }

    public static Document created(JsonNode json) {
      return new Document(201, "application/json", json);
    }

    public static Document failure(ApiStatus status) {
      return new Document(status.code(), "application/json", status.toObject().json());
    }
  }

  /** A JSON document for people to read, as Go's {@code MarshalIndent} writes it. */
  record Indented(JsonNode json) implements Reply {}

  /** A document in another encoding than JSON. */
  record Binary(String contentType, ByteBuffer content) implements Reply {}

  /** Plain text. */
  record Text(int code, String text) implements Reply {}

  /**
   * What a client may have kept from the last time.
   *
   * @param tag its ETag, without quotes
   * @param content writes it, on any thread
   */
  record Tagged(String tag, Supplier<Reply> content) implements Reply {}

  /**
   * A stream of changes.
   *
   * @param since the version to start after; empty to begin with what there is
   * @param include what each row of a table has with it
   * @param timeout after which the server ends the stream, of wall time
   */
  record Changes(
      Selection selection,
      OptionalLong since,
      Bookmarks bookmarks,
      Rendering rendering,
      String include,
      Duration timeout)
      implements Reply {}

  /** Whether a watch also tells of progress. */
  enum Bookmarks {
    NONE,
    WANTED,
    /** And one that ends the objects there were at the start (a streaming list). */
    INITIAL_EVENTS
  }

  /** What a bookmark says. */
  enum Progress {
    /** All changes until then have been told. */
    SO_FAR,
    /** And the objects that there were at the start, too. */
    INITIAL_EVENTS_END
  }

  /**
   * Not to be answered yet: the store has not come as far as the request wants to see it.
   *
   * @param otherwise what is answered if it does not in time
   */
  record NotYet(Document otherwise) implements Reply {}

  /**
   * A container's log.
   *
   * @param node where the container runs, "" if nowhere yet
   * @param query as the kubelet is asked, with its question mark; "" if nothing is asked for
   */
  record Log(LogRequest request, String node, String query) implements Reply {}

  /**
   * What a client hears that asks for a stream with SPDY: why none can begin, or else that it may
   * not.
   *
   * @param container "" for a stream to the pod itself
   * @param request its path ends with the stream's name
   */
  record Upgrade(KubeObject pod, String container, RestRequest request) implements Reply {}

  /**
   * To be asked of somebody else over the simulated network.
   *
   * @param prefixParts how many parts of the path, the empty one before the first slash included,
   *     lead to the proxy
   */
  record Proxied(ProxyTarget target, int prefixParts, RestRequest request) implements Reply {}

  /** Not to be answered before these webhooks have been asked. */
  record Consulting(List<WebhookCall> calls) implements Reply {}
}
