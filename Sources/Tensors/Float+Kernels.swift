internal import CKernels
internal import COpenBLAS

extension Float: TensorScalar {
  /// The kernels for `Float`.
  public static let kernels = Kernels<Float>(
    product: { operands in
      var raw = gradus_operands_f32(
        m: operands.m, n: operands.n, k: operands.k,
        a: operands.a, a_row: operands.aRow, a_column: operands.aColumn,
        b: operands.b, b_row: operands.bRow, b_column: operands.bColumn,
        c: operands.c, c_row: operands.cRow, packed_b: operands.packed,
        column_bias: operands.columnBias, row_bias: operands.rowBias,
        accumulate: operands.accumulates, relu: operands.relu)
      gradus_product_f32(&raw)
    },
    packedCount: gradus_packed_count_f32,
    pack: gradus_pack_f32,
    add: gradus_add_f32,
    subtract: gradus_subtract_f32,
    multiply: gradus_multiply_f32,
    divide: gradus_divide_f32,
    scaleAdd: gradus_scale_add_f32,
    fill: gradus_fill_f32,
    takeRows: gradus_take_rows_f32,
    giveRows: gradus_give_rows_f32,
    copyRows: gradus_copy_rows_f32,
    transpose: gradus_transpose_f32,
    relu: gradus_relu_f32,
    tanh: gradus_tanh_f32,
    sigmoid: gradus_sigmoid_f32,
    exp: gradus_exp_f32,
    reluBackward: gradus_relu_backward_f32,
    tanhBackward: gradus_tanh_backward_f32,
    sigmoidBackward: gradus_sigmoid_backward_f32,
    gelu: gradus_gelu_f32,
    sum: gradus_sum_f32,
    dot: gradus_dot_f32,
    columnSums: gradus_column_sums_f32,
    rowSums: gradus_row_sums_f32,
    softmax: gradus_softmax_f32,
    causalSoftmax: gradus_causal_softmax_f32,
    softmaxBackward: gradus_softmax_backward_f32,
    crossEntropy: gradus_cross_entropy_f32,
    layerNorm: gradus_layer_norm_f32,
    layerNormBackward: gradus_layer_norm_backward_f32,
    lstm: gradus_lstm_f32,
    lstmBackward: gradus_lstm_backward_f32,
    gru: gradus_gru_f32,
    gruBackward: gradus_gru_backward_f32,
    columns: gradus_columns_f32,
    columnsBackward: gradus_columns_backward_f32,
    maxPool: gradus_max_pool_f32,
    maxPoolBackward: gradus_max_pool_backward_f32,
    scratch: gradus_scratch_f32,
    sgd: gradus_sgd_f32,
    momentum: gradus_momentum_f32,
    adagrad: gradus_adagrad_f32,
    rmsprop: gradus_rmsprop_f32,
    adam: gradus_adam_f32,
    blas: gradus_blas_product_f32, solve: gradus_lapack_solve_f32, cholesky: gradus_lapack_cholesky_f32,
    svd: gradus_lapack_svd_f32)
}
