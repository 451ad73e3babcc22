package dev.cnilab.cluster.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A change to an object.
 *
 * @param subresource such as {@code status}, "" for the object itself
 * @param fieldManager the manager's name, for server-side apply
 * @param onConflict for server-side apply
 */
public record Patch(
    Type type, JsonNode body, String subresource, String fieldManager, OnConflict onConflict) {
  /** What happens to fields that another manager has set to a different value. */
  public enum OnConflict {
    /** The patch is refused. */
    REFUSE,
    /** The fields change owner. */
    TAKE_OVER
  }

  /** The four forms of a patch. */
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

  /** The same patch, applied to the object's status. */
  public Patch ofStatus() {
    return new Patch(type, body, "status", fieldManager, onConflict);
  }
}
