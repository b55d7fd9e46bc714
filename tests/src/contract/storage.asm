; uint256 number;                                             // storage slot 0
; event Stored(uint256 number);
; function store(uint256 n) { number = n; emit Stored(n); }
; function retrieve() returns (uint256) { return number; }
; function fail() { revert("out of stock"); }
;
; A comment shows the stack after its line, the top on the left.

; The selector is the first four of the 32 bytes at 0 of the call data: shift the other 28 out.
        PUSH1 0
        CALLDATALOAD
        PUSH1 0xe0
        SHR                 ; selector
        DUP1
        PUSH4 $store
        EQ                  ; is_store selector
        PUSH1 @store
        JUMPI               ; selector
        DUP1
        PUSH4 $retrieve
        EQ
        PUSH1 @retrieve
        JUMPI               ; selector
        DUP1
        PUSH4 $fail
        EQ
        PUSH1 @fail
        JUMPI               ; selector

; No such function: revert without data.
        PUSH1 0
        PUSH1 0
        REVERT

@store: ; the argument follows the selector
        PUSH1 4
        CALLDATALOAD        ; n
        DUP1                ; n n
        PUSH1 0
        SSTORE              ; n                             storage[0] = n
        PUSH1 0
        MSTORE              ;                               memory[0..32] = n
        PUSH32 $stored      ; topic
        PUSH1 32            ; 32 topic
        PUSH1 0             ; 0 32 topic
        LOG1
        STOP

@retrieve:
        PUSH1 0
        SLOAD               ; n
        PUSH1 0
        MSTORE              ;                               memory[0..32] = n
        PUSH1 32
        PUSH1 0
        RETURN

@fail: ; with the ABI encoding of Error("out of stock")
        PUSH4 $error
        PUSH1 0xe0
        SHL
        PUSH1 0
        MSTORE              ;                               memory[0..4] = selector of Error
        PUSH1 32
        PUSH1 4
        MSTORE              ;                               memory[4..36] = where the string begins
        PUSH1 $length
        PUSH1 0x24
        MSTORE              ;                               memory[36..68] = its length
        PUSH32 $reason
        PUSH1 0x44
        MSTORE              ;                               memory[68..100] = its bytes
        PUSH1 0x64
        PUSH1 0
        REVERT
