package dev.cnilab.cluster.apiserver.cost;

import dev.cel.common.CelOptions;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelInternalRuntimeLibrary;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.RuntimeEquality;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/** The language's own functions and those of libraries, each call charged to the {@link Budget}. */
public final class MeteredLibrary implements CelInternalRuntimeLibrary {
  private final List<CelRuntimeLibrary> libraries;

  public MeteredLibrary(CelRuntimeLibrary... libraries) {
    this.libraries = List.of(libraries);
  }

  @Override
  public void setRuntimeOptions(CelRuntimeBuilder builder) {
    throw new IllegalStateException("a runtime gives its equality and options");
  }

  @Override
  public void setRuntimeOptions(
      CelRuntimeBuilder builder, RuntimeEquality equality, CelOptions options) {
    CelRuntimeBuilder metering = metering(builder);
    metering.addFunctionBindings(
        CelStandardFunctions.newBuilder().build().newFunctionBindings(equality, options));
    for (CelRuntimeLibrary library : libraries) {
      if (library instanceof CelInternalRuntimeLibrary internal) {
        internal.setRuntimeOptions(metering, equality, options);
      } else {
        library.setRuntimeOptions(metering);
      }
    }
  }

  /** The builder, which makes all functions that it is given charge. */
  private static CelRuntimeBuilder metering(CelRuntimeBuilder builder) {
    return (CelRuntimeBuilder)
        Proxy.newProxyInstance(
            CelRuntimeBuilder.class.getClassLoader(),
            new Class<?>[] {CelRuntimeBuilder.class},
            (self, method, arguments) -> {
              if (method.getName().equals("addFunctionBindings")) {
                builder.addFunctionBindings(metered(arguments[0]));
                return self;
              }
              try {
                return method.invoke(builder, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  @SuppressWarnings("unchecked") // as the builder's methods have it
  private static List<CelFunctionBinding> metered(Object bindings) {
    return bindings instanceof CelFunctionBinding[] array
        ? Arrays.stream(array).map(MeteredLibrary::metered).toList()
        : StreamSupport.stream(((Iterable<CelFunctionBinding>) bindings).spliterator(), false)
            .map(MeteredLibrary::metered)
            .toList();
  }

  @SuppressWarnings("Immutable") // a function of a library, which is stateless
  private static CelFunctionBinding metered(CelFunctionBinding binding) {
    Cost cost = Cost.of(binding.getOverloadId());
    CelFunctionOverload function = binding.getDefinition();
    return CelFunctionBinding.from(
        binding.getOverloadId(),
        binding.getArgTypes(),
        arguments -> {
          cost.before(arguments);
          Object result = function.apply(arguments);
          cost.after(result);
          return result;
        });
  }
}
