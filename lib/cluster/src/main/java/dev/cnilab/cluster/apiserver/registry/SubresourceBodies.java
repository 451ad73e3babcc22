package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.decoding.Decoder;
import dev.cnilab.cluster.apiserver.schema.decoding.WrongTypeException;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;

/** Reads the bodies of subresources that are of another kind than their object. */
final class SubresourceBodies {
  private SubresourceBodies() {}

  /**
   * The same for the result of a patch.
   *
   * @param patch how messages quote it
   * @throws dev.cnilab.cluster.client.ApiException 422 if a value is of the wrong type
   */
  static ObjectNode patched(String type, KubeObject body, QuotedPatch patch) {
    try {
      return new Decoder().decode(Schemas.builtIn().find(type).orElseThrow(), body.json());
    } catch (WrongTypeException wrong) {
      throw ApiErrors.invalidPatch(patch.text(), patch.complaint().apply(wrong));
    }
  }

  /**
   * A body of a type such as {@code autoscaling.v1.Scale}.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if a value is of the wrong type
   */
  static ObjectNode read(String type, KubeObject body) {
    Struct struct = Schemas.builtIn().find(type).orElseThrow();
    try {
      return new Decoder().decode(struct, body.json());
    } catch (WrongTypeException wrong) {
      String kind = struct.simpleName();
      String version = struct.goName().substring(0, struct.goName().indexOf('.'));
      throw ApiErrors.badRequest(
          kind
              + " in version \""
              + version
              + "\" cannot be handled as a "
              + kind
              + ": "
              + wrong.getMessage());
    }
  }
}
