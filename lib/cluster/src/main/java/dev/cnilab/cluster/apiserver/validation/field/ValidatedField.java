package dev.cnilab.cluster.apiserver.validation.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in an object under validation: the present value, the value before the change, and where
 * errors go. Its path is built only if there is an error to report.
 */
public final class ValidatedField {
  private final @Nullable ValidatedField parent;
  private final Step step;
  private final String name;
  private final int index;
  private final JsonNode value;
  private final JsonNode old;
  private final ValidationRun run;

  /** How a place is reached from its parent. */
  private enum Step {
    FIELD,
    ITEM,
    ENTRY
  }

  private ValidatedField(
      @Nullable ValidatedField parent,
      Step step,
      String name,
      int index,
      JsonNode value,
      JsonNode old,
      ValidationRun run) {
    this.parent = parent;
    this.step = step;
    this.name = name;
    this.index = index;
    this.value = value;
    this.old = old;
    this.run = run;
  }

  /**
   * A whole object.
   *
   * @param old as it was; missing if it is new
   * @param errors receives all errors, in the order in which they are found
   */
  public static ValidatedField of(JsonNode object, JsonNode old, List<FieldError> errors) {
    return new ValidatedField(
        null, Step.FIELD, "", 0, object, old, ValidationRun.reportingTo(errors));
  }

  public JsonNode value() {
    return value;
  }

  /** The previous value; missing if the object is new or this is in a list. */
  public JsonNode old() {
    return old;
  }

  /** The text here; empty if there is none. */
  public String text() {
    return value.asText("");
  }

  /** The text of a field; empty if there is none. */
  public String text(String field) {
    return value.path(field).asText("");
  }

  /** The number here; 0 if there is none. */
  public long number() {
    return value.asLong();
  }

  public boolean is(String field) {
    return value.path(field).asBoolean();
  }

  public boolean has(String field) {
    return value.hasNonNull(field);
  }

  /** Whether there is nothing here, or it is empty: no text, no items, no fields. */
  public boolean isEmpty() {
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.asText().isEmpty())
        || (value.isContainerNode() && value.isEmpty());
  }

  /** A field's value; one of null is none. */
  public ValidatedField field(String name) {
    return new ValidatedField(
        this, Step.FIELD, name, 0, present(value.path(name)), present(old.path(name)), run);
  }

  private static JsonNode present(JsonNode value) {
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  /** The items of a list; their previous values are unknown. */
  public List<ValidatedField> items() {
    List<ValidatedField> items = new ArrayList<>(value.size());
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      items.add(item(i));
    }
    return items;
  }

  public ValidatedField item(int index) {
    return new ValidatedField(
        this, Step.ITEM, "", index, value.path(index), MissingNode.getInstance(), run);
  }

  /**
   * The index of the first item with a text; -1 if there is none.
   *
   * @param pointer where an item has the text, such as {@code /name}
   */
  public int first(String pointer, String text) {
    return run.first(value, pointer, text);
  }

  /** The index of an item in its list; 0 for anything else. */
  public int index() {
    return index;
  }

  /** The items of the list in a field. */
  public List<ValidatedField> items(String field) {
    return field(field).items();
  }

  /** The values of a map. */
  public List<ValidatedField> entries() {
    List<ValidatedField> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      entries.add(entry(entry.getKey()));
    }
    return entries;
  }

  public ValidatedField entry(String key) {
    return new ValidatedField(this, Step.ENTRY, key, 0, value.path(key), old.path(key), run);
  }

  /** The key of a value in a map, the name of a field, the index of an item. */
  public String key() {
    return step == Step.ITEM ? Integer.toString(index) : name;
  }

  /** The same value, at the place where the API server reports it. */
  public ValidatedField shownAt(ValidatedField other) {
    return new ValidatedField(other.parent, other.step, other.name, other.index, value, old, run);
  }

  /** The same place, whose errors go elsewhere. */
  public ValidatedField collecting(List<FieldError> elsewhere) {
    return new ValidatedField(parent, step, name, index, value, old, run.collecting(elsewhere));
  }

  /** A value that a real server reports under another path than that of its field. */
  public ValidatedField shownAs(String path) {
    return new ValidatedField(null, Step.FIELD, path, 0, value, old, run);
  }

  /** Its parent; a whole object is its own parent. */
  public ValidatedField parent() {
    return parent == null ? this : parent;
  }

  /** The whole object. */
  public ValidatedField root() {
    return parent == null ? this : parent.root();
  }

  /** Adds errors that were collected elsewhere. */
  public void add(List<FieldError> found) {
    run.errors().addAll(found);
  }

  /** How many errors have been found so far, anywhere in the object. */
  public int errorsSoFar() {
    return run.errors().size();
  }

  public void required(String why) {
    run.report(FieldError.required(toString(), why));
  }

  public void forbidden(String why) {
    run.report(FieldError.forbidden(toString(), why));
  }

  public void invalid(String why) {
    invalid(value.isMissingNode() ? NullNode.getInstance() : value, why);
  }

  public void invalid(String shown, String why) {
    invalid(TextNode.valueOf(shown), why);
  }

  public void invalid(JsonNode shown, String why) {
    run.report(FieldError.invalid(toString(), shown, why));
  }

  /** The same; where there is nothing, the number is 0. */
  public void invalidNumber(String why) {
    invalid(LongNode.valueOf(number()), why);
  }

  /** Adds an error without showing a value. */
  public void wrong(String why) {
    run.report(FieldError.invalid(toString(), why));
  }

  /** Adds one error for each complaint about the value. */
  public void invalid(List<String> why) {
    why.forEach(this::invalid);
  }

  /** The same; where there is nothing, the value is the empty text. */
  public void invalidText(List<String> why) {
    why.forEach(each -> invalid(text(), each));
  }

  public void duplicate() {
    duplicate(value);
  }

  public void duplicate(String shown) {
    duplicate(TextNode.valueOf(shown));
  }

  public void duplicate(JsonNode shown) {
    run.report(FieldError.duplicate(toString(), shown));
  }

  public void duplicate(JsonNode shown, String why) {
    run.report(FieldError.duplicate(toString(), shown, why));
  }

  public void notFound() {
    run.report(FieldError.notFound(toString(), text()));
  }

  public void notSupported(JsonNode shown, List<String> supported) {
    run.report(FieldError.notSupported(toString(), shown, supported));
  }

  public void notSupported(List<String> supported) {
    notSupported(text(), supported);
  }

  public void notSupported(String shown, List<String> supported) {
    run.report(FieldError.notSupported(toString(), shown, supported));
  }

  public void tooLong(int mostBytes) {
    run.report(FieldError.tooLong(toString(), mostBytes));
  }

  public void tooMany(int most) {
    tooMany(value.size(), most);
  }

  public void tooMany(int found, int most) {
    run.report(FieldError.tooMany(toString(), found, most));
  }

  /** The path, such as {@code spec.containers[0].image}. */
  @Override
  public String toString() {
    StringBuilder path = new StringBuilder();
    append(path);
    return path.toString();
  }

  private void append(StringBuilder path) {
    if (parent != null) {
      parent.append(path);
    }
    switch (step) {
      case FIELD -> path.append(path.isEmpty() ? "" : ".").append(name);
      case ITEM -> path.append('[').append(index).append(']');
      case ENTRY -> path.append('[').append(name).append(']');
    }
  }
}
