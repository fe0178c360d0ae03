package io.lanewise.linalg;

import io.lanewise.Engine;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs the tests of a class on the GPU engine where this run of the tests is that engine's. */
final class OnDevice implements InvocationInterceptor {
  private static final boolean IS_GPU = System.getProperty("lanewise.test.jvm", "").equals("gpu");

  /** Brings what a test throws through an engine's call. */
  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Thrown(Throwable cause) {
      super(cause);
    }
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    run(test);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    run(test);
  }

  private static void run(Invocation<Void> test) throws Throwable {
    if (!IS_GPU) {
      test.proceed();
      return;
    }
    try {
      Engine.gpu()
          .run(
              () -> {
                try {
                  test.proceed();
                } catch (Throwable thrown) {
                  throw new Thrown(thrown);
                }
              });
    } catch (Thrown thrown) {
      throw thrown.getCause();
    }
  }
}
