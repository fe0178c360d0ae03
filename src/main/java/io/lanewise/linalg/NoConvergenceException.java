package io.lanewise.linalg;

/**
 * An iteration that reached its cap. The certificate says how far it came.
 *
 * <p>With finite input and the default options no matrix is known that does this; a small cap or
 * tolerance will.
 */
public final class NoConvergenceException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  /** What the sweeps recorded. */
  private final Certificate certificate;

  /**
   * Creates the exception.
   *
   * @param operation what did not converge
   * @param certificate what it reached
   */
  public NoConvergenceException(String operation, Certificate certificate) {
    this(operation, certificate, "a larger tolerance or more sweeps in the options may help");
  }

  NoConvergenceException(String operation, Certificate certificate, String advice) {
    super(operation + ": no convergence after " + certificate + "; " + advice);
    this.certificate = certificate;
  }

  /**
   * What was reached.
   *
   * @return sweeps done and the largest element left
   */
  public Certificate certificate() {
    return certificate;
  }
}
