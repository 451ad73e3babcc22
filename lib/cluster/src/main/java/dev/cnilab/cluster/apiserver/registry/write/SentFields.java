package dev.cnilab.cluster.apiserver.registry.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Struct;
import java.util.List;
import java.util.Optional;

/** The fields of a request's body, in the words of a strict decoder. */
@FunctionalInterface
public interface SentFields {
  /** A writer that has not sent a body. */
  SentFields NONE = (type, object) -> List.of();

  /**
   * What is wrong with them: fields that are unknown or repeated.
   *
   * @param type of the object; empty if its kind is not built in, so that no field is unknown
   * @param object what the body has been parsed to
   */
  List<String> errors(Optional<Struct> type, ObjectNode object);
}
