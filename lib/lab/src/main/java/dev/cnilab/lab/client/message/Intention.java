package dev.cnilab.lab.client.message;

/**
 * What is to become of an object.
 *
 * @param there as it is in the cluster; absent if it does not exist
 * @param wanted the fields that it is to have; absent if it is to be deleted
 */
public record Intention(Json there, Json wanted) {

  /** The object as it is, or as it will be if it does not exist. */
  public Json object() {
    return there.isAbsent() ? wanted : there;
  }
}
