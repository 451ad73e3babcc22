package dev.cnilab.lab.kernel;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kernel of this JVM: JJava (1.0) or IJava (1.3). */
public final class NotebookKernel {

  private final Object kernel;
  private final String displayPackage;

  private NotebookKernel(Object kernel, String displayPackage) {
    this.kernel = kernel;
    this.displayPackage = displayPackage;
  }

  /** The running kernel; empty outside a notebook. */
  public static Optional<NotebookKernel> running() {
    return find(
            "org.dflib.jjava.jupyter.kernel.BaseKernel",
            "notebookKernel",
            "org.dflib.jjava.jupyter.kernel.display.")
        .or(
            () ->
                find(
                    "io.github.spencerpark.ijava.IJava",
                    "getKernelInstance",
                    "io.github.spencerpark.jupyter.kernel.display."));
  }

  private static Optional<NotebookKernel> find(String type, String getter, String displayPackage) {
    try {
      Object kernel = Class.forName(type).getMethod(getter).invoke(null);
      return Optional.ofNullable(kernel).map(found -> new NotebookKernel(found, displayPackage));
    } catch (ReflectiveOperationException notThisOne) {
      return Optional.empty();
    }
  }

  /**
   * Registers a renderer for all values of a type.
   *
   * @param type the class or interface whose values are rendered
   * @param rendering the data of a value, by MIME type
   */
  public <T> void render(Class<T> type, Function<T, Map<String, Object>> rendering) {
    try {
      Object renderer = call(kernel, "getRenderer");
      Object registration =
          renderer.getClass().getMethod("createRegistration", Class.class).invoke(renderer, type);
      Class<?> strings = String[].class;
      registration
          .getClass()
          .getMethod("preferring", strings)
          .invoke(registration, (Object) new String[] {"text/html"});
      registration
          .getClass()
          .getMethod("supporting", strings)
          .invoke(registration, (Object) new String[] {"text/plain"});
      Class<?> function = Class.forName(displayPackage + "RenderFunction");
      InvocationHandler handler =
          (proxy, method, arguments) -> invoked(proxy, method, arguments, type, rendering);
      registration
          .getClass()
          .getMethod("register", function)
          .invoke(
              registration,
              Proxy.newProxyInstance(
                  function.getClassLoader(), new Class<?>[] {function}, handler));
    } catch (ReflectiveOperationException e) {
      throw unknownKernel(e);
    }
  }

  private static <T> @Nullable Object invoked(
      Object proxy,
      Method method,
      @Nullable Object @Nullable [] arguments,
      Class<T> type,
      Function<T, Map<String, Object>> rendering)
      throws ReflectiveOperationException {
    if (arguments != null && method.getName().equals("render")) {
      T value = type.cast(Objects.requireNonNull(arguments[0]));
      put(call(Objects.requireNonNull(arguments[1]), "getOutputContainer"), rendering.apply(value));
      return null;
    }
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "rendering of " + type.getName();
    };
  }

  /** Displays data under an ID, so that {@link #update} can replace it. */
  public void display(String id, Map<String, Object> data) {
    toDisplay("display", id, data);
  }

  /** Replaces what was displayed under the ID. */
  public void update(String id, Map<String, Object> data) {
    toDisplay("updateDisplay", id, data);
  }

  private void toDisplay(String method, String id, Map<String, Object> data) {
    try {
      Class<?> type = Class.forName(displayPackage + "DisplayData");
      Object content = type.getConstructor().newInstance();
      put(content, data);
      type.getMethod("setDisplayId", String.class).invoke(content, id);
      Object io = call(kernel, "getIO");
      Object display = io.getClass().getField("display").get(io);
      display.getClass().getMethod(method, type).invoke(display, content);
    } catch (ReflectiveOperationException e) {
      throw unknownKernel(e);
    }
  }

  private static void put(Object container, Map<String, Object> data)
      throws ReflectiveOperationException {
    Method put = container.getClass().getMethod("putData", String.class, Object.class);
    for (Map.Entry<String, Object> entry : data.entrySet()) {
      put.invoke(container, entry.getKey(), entry.getValue());
    }
  }

  private static Object call(Object target, String getter) throws ReflectiveOperationException {
    return Objects.requireNonNull(target.getClass().getMethod(getter).invoke(target), getter);
  }

  private static IllegalStateException unknownKernel(ReflectiveOperationException e) {
    Throwable cause = e instanceof InvocationTargetException wrapped ? wrapped.getCause() : e;
    return new IllegalStateException(
        "this kernel is neither JJava 1.0 nor IJava 1.3: "
            + cause
            + "; run ./lab, which sets up a kernel that fits",
        e);
  }
}
