package dev.cnilab.cluster.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A change to an object.
 *
 * @param subresource such as {@code status}, "" for the object itself
 * @param fieldManager who asks, for server-side apply
 * @param onConflict for server-side apply
 */
public record Patch(
    Type type, JsonNode body, String subresource, String fieldManager, OnConflict onConflict) {
  /** What becomes of fields that someone else has set to another value. */
  public enum OnConflict {
    /** The change is refused. */
    REFUSE,
    /** They change hands. */
    TAKE_OVER
  }

  /** The four ways to write a change down. */
  public enum Type {
    /** RFC 6902. */
    JSON("application/json-patch+json"),
    /** RFC 7386. */
    MERGE("application/merge-patch+json"),
    /** As merge, but lists of the built-in types merge by their keys. */
    STRATEGIC("application/strategic-merge-patch+json"),
    /** Server-side apply. */
    APPLY("application/apply-patch+yaml");

    private final String mediaType;

    Type(String mediaType) {
      this.mediaType = mediaType;
    }

    public String mediaType() {
      return mediaType;
    }
  }

  public static Patch merge(JsonNode body) {
    return new Patch(Type.MERGE, body, "", "", OnConflict.TAKE_OVER);
  }

  public static Patch strategic(JsonNode body) {
    return new Patch(Type.STRATEGIC, body, "", "", OnConflict.TAKE_OVER);
  }

  public static Patch json(JsonNode operations) {
    return new Patch(Type.JSON, operations, "", "", OnConflict.TAKE_OVER);
  }

  /** Server-side apply by {@code fieldManager}, with force. */
  public static Patch apply(JsonNode body, String fieldManager) {
    return new Patch(Type.APPLY, body, "", fieldManager, OnConflict.TAKE_OVER);
  }

  /** The same change made to the object's status. */
  public Patch ofStatus() {
    return new Patch(type, body, "status", fieldManager, onConflict);
  }
}
